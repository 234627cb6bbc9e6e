/**
 * What each operation does, in French; the English is the summary beside the route, where whoever writes the route sees it.
 * A test compares both lists.
 */
export const frenchSummaries: Readonly<Record<string, string>> = {
  'GET /api/v1/me': 'La personne que cette session ou ce jeton représente',
  'GET /api/v1/me/earnings': 'Ce que vous avez gagné et ce qui est en attente, ligne par ligne',
  'GET /api/v1/openapi.json': 'Cette description, au format OpenAPI 3.1',

  'GET /api/v1/organisations': 'Vos organisations, par nom',
  'POST /api/v1/organisations': 'Créer une organisation ; vous en devenez propriétaire',
  'GET /api/v1/organisations/{organisation}': 'Une organisation',
  'GET /api/v1/organisations/{organisation}/statement': 'Ce qu’une organisation a déposé, mis de côté et dépensé, ligne par ligne',

  'GET /api/v1/organisations/{organisation}/projects': 'Les projets d’une organisation, les plus récents d’abord',
  'POST /api/v1/organisations/{organisation}/projects':
    'Créer un projet ; des informations peuvent encore manquer, la réponse en donne la liste',
  'GET /api/v1/projects/{project}': 'Un projet, avec ce qui manque encore avant une publication',
  'PATCH /api/v1/projects/{project}': 'Changer ce que le corps nomme ; la chaîne est remplacée en entier',

  'GET /api/v1/projects/{project}/media': 'Les fichiers d’un projet, par nom',
  'POST /api/v1/projects/{project}/media': 'Envoyer des images, des sons, ou une archive zip qui en contient',
  'DELETE /api/v1/media/{media}': 'Retirer un fichier dont aucune tâche n’a besoin',

  'POST /api/v1/assignments/{assignment}/files':
    'Envoyer un fichier pour une réponse : d’un seul tenant dans le corps, ou, avec Tus-Resumable, en autant de morceaux qu’il faut',
  'PATCH /api/v1/assignments/{assignment}/files/{upload}': 'Envoyer la suite d’un fichier',
  'DELETE /api/v1/assignments/{assignment}/files/{upload}': 'Oublier un fichier qu’aucune réponse ne nomme',
  'GET /api/v1/assignments/{assignment}/files/{upload}':
    'Un fichier que vous avez envoyé pour une tâche, ou que cette tâche montre ; HEAD avec Tus-Resumable dit ce qui est arrivé',
  'GET /api/v1/work-files/{workFile}': 'Un fichier qu’une personne a envoyé, pour l’équipe de son projet',

  'GET /api/v1/projects/{project}/batches': 'Les lots d’un projet, les plus récents d’abord',
  'POST /api/v1/projects/{project}/batches':
    'Créer un lot en brouillon ; ses réglages sont ceux de son type de tâche, celui du projet sauf mention contraire',
  'GET /api/v1/batches/{batch}': 'Un lot ; une fois publié, avec ses chiffres',
  'PATCH /api/v1/batches/{batch}': 'Changer les conditions que le corps nomme ; seul un brouillon peut être changé',
  'DELETE /api/v1/batches/{batch}': 'Supprimer un brouillon avec tout ce qui y a été importé',
  'DELETE /api/v1/batches/{batch}/tasks': 'Retirer toutes les tâches d’un brouillon',
  'GET /api/v1/batches/{batch}/instructions': 'Les consignes : la dernière version, ou celle qui est demandée',
  'PUT /api/v1/batches/{batch}/instructions':
    'Écrire les consignes ; tout autre texte est une nouvelle version, montrée aux personnes qui travaillent avec ses changements marqués',
  'POST /api/v1/batches/{batch}/publish': 'Mettre l’argent de côté et proposer le lot',
  'POST /api/v1/batches/{batch}/pause': 'Ne plus donner de tâches pour le moment',
  'POST /api/v1/batches/{batch}/resume': 'Donner de nouveau des tâches',
  'POST /api/v1/batches/{batch}/close': 'Terminer le lot et rendre ce qui n’est pas dû',
  'POST /api/v1/batches/{batch}/extend': 'Demander plus de réponses par tâche pour un lot publié, et mettre leur argent de côté',

  'GET /api/v1/projects/{project}/chain':
    'Les étapes des chaînes d’un projet, ce qui passe de l’une à l’autre, où elles en sont et ce qu’elles coûtent',
  'POST /api/v1/projects/{project}/passages':
    'Relier deux lots : ce que le premier apporte devient tâche du second, à mesure que c’est définitif',
  'GET /api/v1/projects/{project}/passages/{passage}': 'Un passage, avec ce qui est passé et ce qui ne l’est pas',
  'PATCH /api/v1/projects/{project}/passages/{passage}':
    'Changer ce qui passe désormais, ou arrêter et reprendre le passage ; ce qui est passé reste',
  'DELETE /api/v1/projects/{project}/passages/{passage}':
    'Retirer un passage ; les tâches passées restent, et ne disent plus d’où elles viennent',
  'POST /api/v1/projects/{project}/passages/{passage}/run':
    'Faire examiner le passage maintenant ; cela arrive de toute façon toutes les quelques secondes',
  'GET /api/v1/batches/{batch}/tasks/{number}/origin': 'D’où vient une tâche : les tâches, lots et réponses des étapes précédentes',

  'GET /api/v1/batches/{batch}/leases': 'Les tâches que des personnes ont en main, celles qui reviennent le plus tôt d’abord',
  'GET /api/v1/batches/{batch}/reports': 'Ce que des personnes ont signalé, le plus récent d’abord, avec les réponses',
  'PUT /api/v1/batches/{batch}/reports/{report}/answer': 'Répondre à un signalement ; une autre réponse remplace la première',
  'POST /api/v1/batches/{batch}/trials': 'Ce que deviendrait une réponse à une tâche ; rien n’est conservé et personne n’est payé',

  'POST /api/v1/batches/{batch}/imports':
    'Lire un tableau dans le corps de la requête (CSV, TSV ou JSON Lines) et en charger les lignes comme tâches : toutes les bonnes lignes, ou aucune',
  'GET /api/v1/imports/{import}': 'Où en est un import, et ce qui ne va pas dans le fichier',
  'POST /api/v1/imports/{import}/cancel': 'Arrêter un import ; rien n’en est chargé',
  'POST /api/v1/imports/{import}/load':
    'Charger les bonnes lignes d’un fichier envoyé et vérifié ; une tâche de fond s’en charge, demandez l’import pour en voir la fin',

  'POST /api/v1/work/leases':
    'Prendre les tâches suivantes d’un lot, certaines d’entre elles, ou celles que Canut apporte à votre séance ; dit pourquoi s’il n’y en a pas',
  'GET /api/v1/work/leases': 'Les tâches d’un lot que vous avez en main, pour un programme qui a perdu la réponse ou qui a redémarré',
  'POST /api/v1/work/responses': 'Envoyer plusieurs réponses à la fois, chacune avec son propre résultat',
  'POST /api/v1/assignments/{assignment}/response': 'Envoyer une réponse ; la répéter donne le même reçu et ne paie qu’une fois',
  'PUT /api/v1/assignments/{assignment}/response':
    'Modifier une réponse jusqu’à sa relecture ; seules les dernières d’un lot peuvent l’être',
  'POST /api/v1/assignments/{assignment}/renew': 'Garder une tâche plus longtemps pendant qu’elle est ouverte',
  'POST /api/v1/assignments/{assignment}/resume': 'Reprendre une tâche rendue ou expirée, tant que personne d’autre ne l’a',
  'POST /api/v1/assignments/{assignment}/return': 'Rendre une tâche ; c’est libre et jamais compté',
  'POST /api/v1/assignments/{assignment}/report':
    'Dire qu’une tâche est cassée ou impossible à faire ; elle est rendue, et le temps sur une tâche cassée est payé',
  'PUT /api/v1/assignments/{assignment}/draft':
    'Garder ce qui est déjà écrit ; un brouillon récent n’est jamais remplacé par un plus ancien',

  'GET /api/v1/me/exposure': 'Les contenus qui peuvent heurter que vous acceptez, combien par jour, et leur flou',
  'PUT /api/v1/me/exposure': 'Choisir les contenus qui peuvent heurter que vous acceptez, combien par jour, et leur flou',
  'PATCH /api/v1/me/exposure': 'Garder le flou des contenus qui peuvent heurter',
  'GET /api/v1/batches/{batch}/break': 'Ce que paie une pause dans ce travail, et ce qu’il en reste',
  'POST /api/v1/batches/{batch}/break': 'Commencer une pause payée ; celle où vous êtes continue',
  'POST /api/v1/batches/{batch}/break/end': 'Finir la pause où vous êtes, ce qui la paie',
  'GET /api/v1/projects/{project}/templates': 'Les modèles d’un projet, les plus récents d’abord',
  'POST /api/v1/projects/{project}/templates': 'Garder une page comme modèle du projet, dont elle devient la première version',
  'GET /api/v1/projects/{project}/templates/{template}': 'Une version d’un modèle, la plus récente sauf demande',
  'PATCH /api/v1/projects/{project}/templates/{template}': 'Renommer un modèle',
  'POST /api/v1/projects/{project}/templates/{template}/versions':
    'Garder la version suivante d’un modèle ; les lots gardent celle qu’ils ont',
  'GET /api/v1/me/subscription': 'Le travail que vous demandez à Canut de vous apporter, et où vous en êtes dans le partage de la semaine',
  'PUT /api/v1/me/subscription': 'Demander du travail : heures par semaine, types de tâche, langues, projets',
  'DELETE /api/v1/me/subscription': 'Ne plus demander que du travail vous soit apporté',
  'GET /api/v1/me/sitting': 'Votre séance est-elle ouverte, et depuis quand',
  'POST /api/v1/me/sitting': 'Ouvrir une séance : dès lors, Canut vous apporte des tâches',
  'DELETE /api/v1/me/sitting': 'Fermer votre séance ; plus rien n’est enregistré',

  'GET /api/v1/batches/{batch}/assignments':
    'Les réponses à relire, les plus anciennes d’abord ; ou celles qui sont acceptées ou refusées, dans l’ordre des tâches',
  'POST /api/v1/batches/{batch}/approvals':
    'Accepter et payer des réponses : par identifiant, toutes, ou celles qui concordent. Répéter la demande ne paie rien deux fois',
  'GET /api/v1/batches/{batch}/approvals/{approval}': 'Où en est l’acceptation d’un grand nombre de réponses',
  'POST /api/v1/assignments/{assignment}/rejection':
    'Refuser une réponse avec ses motifs, que la personne voit ; la tâche est de nouveau proposée',

  'POST /api/v1/batches/{batch}/aggregations/{run}/cancel':
    'Arrêter un calcul qui attend ou qui est en cours ; les résultats restent ce qu’ils étaient',
  'GET /api/v1/batches/{batch}/aggregation-method':
    'La méthode qui fait de plusieurs réponses une seule, et celles que propose le type de tâche',
  'PUT /api/v1/batches/{batch}/aggregation-method': 'Choisir la méthode ; un calcul avec elle est demandé aussitôt',
  'PUT /api/v1/batches/{batch}/adjudications/{number}':
    'Fixer ce qu’une tâche est tenue pour être, à la place de la méthode ; rien n’en découle pour celles et ceux qui ont répondu',
  'DELETE /api/v1/batches/{batch}/adjudications/{number}': 'Laisser valoir de nouveau le résultat calculé',
  'GET /api/v1/batches/{batch}/more-responses':
    'Combien de tâches sont moins sûres qu’une limite, et ce que coûteraient pour elles d’autres réponses',
  'POST /api/v1/batches/{batch}/more-responses':
    'Demander d’autres réponses pour les seules tâches moins sûres qu’une limite, et mettre de côté leur argent',
  'GET /api/v1/me/work/{batch}':
    'Comment vos propres réponses à un lot se comparent à ce que ses tâches sont tenues pour être ; pour vous seulement, et rien n’en découle',
  'GET /api/v1/batches/{batch}/origins.jsonl': 'D’où viennent les tâches d’un lot, une ligne par tâche venue d’une étape précédente',
  'POST /api/v1/batches/{batch}/aggregations':
    'Calculer les résultats d’un lot à partir de toutes ses réponses. Une demande faite pendant qu’une autre attend est la même demande',
  'GET /api/v1/batches/{batch}/aggregations/{run}': 'Où en est un calcul de résultats, et ses chiffres',
  'GET /api/v1/batches/{batch}/results': 'Les résultats par tâche : la majorité à cet instant, et les étiquettes du dernier calcul',

  'GET /api/v1/batches/{batch}/exports/about.json': 'Que des personnes ont fait ces données, combien, pour qui et dans quelles conditions',
  'GET /api/v1/batches/{batch}/exports/{file}':
    'Toutes les réponses, ou tous les résultats, en CSV ou en JSON Lines ; envoyés pendant leur lecture',

  'POST /api/v1/steward/deposits': 'Enregistrer un dépôt arrivé sur le compte en banque',
  'GET /api/v1/steward/ledger':
    'Recalculer chaque solde et vérifier chaque paiement et la chaîne des évènements, tels qu’ils sont maintenant',
  'POST /api/v1/steward/replay-accounts':
    'Créer des comptes pour les personnes d’une foule enregistrée, marqués comme démonstration, avec des jetons valables un jour',
}
