import type { ImportState } from '@canut/domain'
import { catalogue, formatDuration, formatInstant, formatMoney, formatNumber, type Locale } from '../platform/i18n/index.ts'
import type { Refusal } from './refusal.ts'

type Of<K extends Refusal['kind']> = Extract<Refusal, { kind: K }>
/** One sentence maker per refusal: what is wrong, what was received, what to do. */
type Sentences = { [K in Refusal['kind']]: (refusal: Of<K>) => string }

const states = {
  en: {
    draft: 'a draft',
    open: 'open',
    paused: 'paused',
    closed: 'closed',
    leased: 'in progress',
    submitted: 'submitted',
    approved: 'approved',
    rejected: 'rejected',
    returned: 'returned',
    lapsed: 'lapsed',
  },
  fr: {
    draft: 'en brouillon',
    open: 'ouvert',
    paused: 'en pause',
    closed: 'clos',
    leased: 'en cours',
    submitted: 'envoyée',
    approved: 'acceptée',
    rejected: 'refusée',
    returned: 'rendue',
    lapsed: 'expirée',
  },
} as const satisfies Record<Locale, Record<string, string>>

const importStates = {
  en: {
    uploaded: 'waiting to be checked',
    checking: 'being checked',
    checked: 'checked',
    loading: 'being loaded',
    done: 'finished',
    failed: 'stopped by an error',
    cancelled: 'cancelled',
  },
  fr: {
    uploaded: 'en attente de vérification',
    checking: 'en cours de vérification',
    checked: 'vérifié',
    loading: 'en cours de chargement',
    done: 'terminé',
    failed: 'arrêté par une erreur',
    cancelled: 'annulé',
  },
} as const satisfies Record<Locale, Record<ImportState, string>>

const missing = {
  en: {
    project_name: 'the project’s name',
    project_purpose: 'the purpose',
    project_final_client: 'the final client',
    project_result_use: 'what the result is for',
    project_result_use_detail: 'the explanation of the other use',
    project_data_destination: 'where the data go',
    project_data_retention: 'how long the data are kept',
    project_sensitive_categories: 'sensitive content (“none” is an answer)',
    project_contact_name: 'the name of the contact',
    project_contact_email: 'the contact’s e-mail address',
    project_chain: 'the subcontracting chain',
    project_chain_starts_elsewhere: 'a chain that begins with the final client',
    tasks: 'tasks: import a file first',
    instructions: 'instructions',
    price: 'a price above zero',
    import_running: 'the end of the import that is running',
  },
  fr: {
    project_name: 'le nom du projet',
    project_purpose: 'l’objectif',
    project_final_client: 'le client final',
    project_result_use: 'l’usage du résultat',
    project_result_use_detail: 'l’explication de l’autre usage',
    project_data_destination: 'la destination des données',
    project_data_retention: 'la durée de conservation des données',
    project_sensitive_categories: 'les contenus sensibles (« aucun » est une réponse)',
    project_contact_name: 'le nom de la personne à contacter',
    project_contact_email: 'l’adresse de la personne à contacter',
    project_chain: 'la chaîne de sous-traitance',
    project_chain_starts_elsewhere: 'une chaîne qui commence par le client final',
    tasks: 'des tâches : importez d’abord un fichier',
    instructions: 'les consignes',
    price: 'un prix supérieur à zéro',
    import_running: 'la fin de l’import en cours',
  },
} as const satisfies Record<Locale, Record<Of<'batch_not_ready'>['missing'][number], string>>

const roles = {
  en: { owner: 'owner', manager: 'manager', reviewer: 'reviewer' },
  fr: { owner: 'propriétaire', manager: 'gestionnaire', reviewer: 'relectrice ou relecteur' },
} as const satisfies Record<Locale, Record<Of<'already_staff'>['role'], string>>

const en: Sentences = {
  organisation_name_taken: ({ name }) =>
    `There is already an organisation named “${name}”. Choose another name, or ask its owner to add you.`,
  person_unknown: ({ email }) => `Nobody has signed up with the address “${email}”. Ask the person to sign up first, then add them.`,
  already_staff: ({ role }) =>
    `This person already belongs to the organisation, as ${roles.en[role]}. The role can be changed in the list.`,
  not_staff: () => 'This person does not belong to the organisation. Somebody else may have changed the list: look at it again.',
  last_owner_stays: () => 'An organisation keeps at least one owner. Make somebody else an owner first.',
  chain_shares_above_100: ({ total }) =>
    `Together the links of the chain keep ${formatNumber(total, 'en')} %; more than 100 % of a price cannot be kept.`,
  disclosure_needed_while_open: ({ missing: names }) =>
    `A batch of this project is published, so everything that workers are told must stay. Missing: ${names.map((name) => missing.en[`project_${name}`]).join('; ')}.`,
  media_in_use: ({ name, batch }) => `“${name}” is used by tasks of the batch “${batch}”, so it stays.`,
  media_wanted_by_import: ({ name }) => `An import of this project is not finished and may need “${name}”. Finish or cancel it first.`,
  amount_not_a_number: ({ received }) => `“${received}” is not an amount. Write digits with a comma or a point, for example 0.05.`,
  amount_too_fine: ({ received }) => `“${received}” has more than six decimals. The smallest amount is 0.000001.`,
  amount_out_of_range: ({ received, max }) => `“${received}” is too large. The largest amount here is ${formatMoney(max, 'EUR', 'en')}.`,
  amount_not_positive: () => 'The amount must be above zero.',
  reference_missing: () => 'Write the bank’s reference of the transfer: it keeps a deposit from being recorded twice.',
  deposit_already_recorded: ({ reference, amount, currency, recordedAt }) =>
    `A deposit with the reference “${reference}” was already recorded on ${formatInstant(recordedAt, 'en')}: ${formatMoney(amount, currency, 'en')}. Each bank reference is recorded once per currency.`,
  batch_not_in_state: ({ state, needed }) =>
    `This batch is ${states.en[state]}; for this it must be ${needed.map((name) => states.en[name]).join(' or ')}.`,
  batch_not_ready: ({ missing: names }) =>
    `This batch cannot be published yet. Missing: ${names.map((name) => missing.en[name]).join('; ')}.`,
  balance_too_low: ({ balance, needed, currency }) =>
    `The organisation’s balance is ${formatMoney(balance, currency, 'en')}; publishing sets aside ${formatMoney(needed, currency, 'en')}. Send the difference by bank transfer, or reduce the tasks, the redundancy or the price.`,
  redundancy_may_only_grow: ({ redundancy, asked }) =>
    `The redundancy is ${redundancy} and can only grow once the batch is published; ${asked} was asked.`,
  stop_rule_needs_categories: ({ taskType }) =>
    `To stop as soon as an answer is sure, each response must be exactly one of a few labels. With the task type ${taskType} and these settings it is not. Choose a fixed number of responses.`,
  stop_rule_minimum_out_of_range: ({ minimum, redundancy }) =>
    `The smallest number of responses must be a whole number from 1 and below the largest, ${redundancy}; ${minimum} was given.`,
  stop_rule_threshold_out_of_range: ({ threshold, min, max }) =>
    `How sure an answer must be is a number from ${min} to ${max}; ${threshold} was given.`,
  no_task_to_ask_about: () =>
    'No task is left to ask about: those that are unsure still wait for responses, have as many as a task can get, or were settled. Choose a higher limit, or wait.',
  selection_has_grown: ({ shown, tasks }) =>
    `${tasks} tasks are below this by now; you were shown ${shown}. Nothing was asked for. Look at the figures again, then confirm.`,
  task_settings_fixed: ({ tasks }) =>
    `This batch has ${tasks} tasks, which were checked against these task settings. To change the settings, remove the tasks first and import them again.`,
  too_many_tasks: ({ tasks, max }) => `This would make ${tasks} tasks; a batch has at most ${max}. Spread them over several batches.`,
  template_unknown: ({ number }) =>
    `The project has no template with the number ${number}. Choose one that its page lists, or name none: then one is made.`,
  template_of_another_kind: ({ taskType }) =>
    `Templates are for tasks of the kind “template”; this batch is of the kind “${taskType}”. Name no template, or the other kind.`,
  import_running: () => 'Another import of this batch is running. Wait until it ends, or cancel it.',
  import_not_in_state: ({ state, needed }) =>
    `This import is ${importStates.en[state]}; for this it must be ${needed.map((name) => importStates.en[name]).join(' or ')}.`,
  passage_makes_a_circle: () => 'This would lead back to where it begins: a batch would wait for its own results. Choose a later batch.',
  passage_exists: () => 'These two batches are joined already. Change what passes between them instead.',
  passage_leaves_the_project: () => 'Only batches of one project can be joined: workers are told one purpose, and the files belong to it.',
  passage_condition_not_possible: ({ condition }) =>
    `Such answers cannot be chosen by the condition “${condition}”: they say nothing of it. Let all pass, or choose another condition.`,
  passage_columns_missing: ({ columns }) =>
    `The next step needs a value for ${columns.map((name) => `“${name}”`).join(', ')}. Say where it comes from, or write a fixed text.`,
  passage_source_unknown: ({ column, source }) =>
    `“${column.slice(0, 60)}” cannot be filled from “${source.slice(0, 60)}”: one of them does not exist. Choose both from the lists.`,
  passage_unit_not_possible: () => 'Responses to such tasks are never made one, so each can only pass by itself.',
  assignment_not_in_state: ({ state }) => `This assignment is ${states.en[state]}, so this is no longer possible. Nothing was lost.`,
  too_many_leases_held: ({ held, max }) =>
    `You already hold ${held} tasks; at most ${max} can be held at once. Send or return one first: in the list of work, “Go on” leads to them. They go back by themselves when their time is over.`,
  renewals_used_up: ({ max }) =>
    `This task was already kept for you ${max} times. You can still submit it; the page of rules says what is paid when others did it meanwhile.`,
  too_late_to_change: ({ responses }) => `Only the last ${responses} responses of a batch can be changed, until they are reviewed.`,
  late_not_needed: ({ max }) =>
    `This task was given back or its time ended, and it has all its responses by now, so this one was not taken in. At most ${max} late responses of one person in a batch are paid and kept aside.`,
  reported_broken: ({ number }) =>
    `You reported task ${number} as broken, and your time on it was paid. A response to it is not taken in any more: it would pay the same task twice.`,
  answered_before: ({ number }) =>
    `You sent another response to task ${number} before, from another window or device. That one counts, and this one was not taken in. You can change what you sent until it is reviewed.`,
  task_not_available: ({ number }) =>
    `Task ${number} is not available to you: it does not exist, has all its responses, or you already did it.`,
  already_decided: ({ state }) => `This response is already ${states.en[state]}; a decision is not taken twice.`,
  own_response: () =>
    'This is a response of your own. Somebody else of the organisation decides about it; without a decision it is approved and paid at the end of the review period.',
  nothing_to_review: ({ state }) => `This assignment is ${states.en[state]}: there is no response to review.`,
  review_period_over: ({ closedAt }) =>
    `The review period ended on ${formatInstant(closedAt, 'en')}. Silence approves: this response is paid.`,
  instruction_line_not_found: ({ line }) =>
    `“${line.slice(0, 120)}” is not a line of the instructions that this worker was shown. Choose the line that was not followed.`,
  explanation_too_short: ({ length, min }) =>
    `The explanation has ${length} characters; it needs at least ${min}, so that the worker can understand it.`,
  subscription_projects_unknown: ({ projectIds }) =>
    `Canut does not know ${projectIds.length === 1 ? 'this project' : 'these projects'}: ${projectIds.slice(0, 10).join(', ')}. Choose among those that have published work, or none, to be brought work of any project.`,
  subscription_missing: () => 'You have not asked for work to be brought yet. Say first which kinds of work, and how many hours a week.',
  token_not_valid: () =>
    'This token does not work: it was revoked, has expired, or was not copied whole. Create another one in your settings.',
  break_not_offered: () =>
    'Paid breaks belong to work on content that may hurt. This batch declares none. You may stop at any time all the same.',
  break_needs_a_task: () => 'A paid break is taken from a task that you hold, and you hold none of this batch. Take a task first.',
  break_used_up: ({ takenMs, workUntilNextMs }) =>
    `The ${formatDuration(takenMs / 1000, 'en')} of paid break in this hour of work are taken. There are more after ${formatDuration(workUntilNextMs / 1000, 'en')} of work on such content. You may stop at any time all the same, and nothing follows from it.`,
  sign_in_needed: () => 'This needs somebody who is signed in. Please sign in.',
  wrong_credentials: () => 'This address and this password do not go together. Check both, or ask for a new password.',
  not_allowed: () => 'You do not have access to this. Somebody of the organisation can give it to you.',
  token_scope_missing: ({ scope }) => `This token does not have the scope “${scope}”. Create one that has it.`,
  tokens_not_accepted_here: () => 'This cannot be done with a token: sign in with a browser.',
  not_found: () => 'There is nothing at this address. Check the link, or begin again at the home page.',
  cross_site_request: () => 'This request was sent by another site, so it was not carried out. Open the page here and try again.',
  invalid_request: ({ issues }) =>
    `The request could not be read: ${issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')}`,
  body_too_large: ({ maxBytes }) => `What was sent is larger than ${Math.round(maxBytes / 1024 / 1024) || 1} MB, the limit here.`,
  wrong_media_type: ({ received, accepted }) => `“${received}” is not accepted here. Send ${accepted.join(' or ')}.`,
  too_many_requests: ({ retryAfterSeconds }) => `Too many attempts. Please try again in ${retryAfterSeconds} seconds.`,
  idempotency_key_reused: () => 'This idempotency key was already used for another request. Use a new key for each new request.',
  request_in_progress: ({ retryAfterSeconds }) =>
    `The same request, with the same idempotency key, is still being carried out. Please ask for its answer again in ${retryAfterSeconds} seconds.`,
  answer_not_kept: ({ status }) =>
    `This request was carried out before, with status ${status}, and was not carried out again. Its answer is not kept, because it was too large or secret.`,
  unavailable: () => 'Canut is starting or stopping. Your work is safe; please try again in a few seconds.',
  internal: () =>
    'Something went wrong on our side. What was acknowledged before is safe. Please try again; if it happens again, send the request number to the stewards.',
}

const fr: Sentences = {
  organisation_name_taken: ({ name }) =>
    `Une organisation s’appelle déjà « ${name} ». Choisissez un autre nom, ou demandez à l’un de ses propriétaires de vous ajouter.`,
  person_unknown: ({ email }) =>
    `Personne n’est inscrit avec l’adresse « ${email} ». Demandez d’abord à cette personne de s’inscrire, puis ajoutez-la.`,
  already_staff: ({ role }) =>
    `Cette personne est déjà dans l’organisation, comme ${roles.fr[role]}. Son rôle peut être changé dans la liste.`,
  not_staff: () => 'Cette personne n’est pas dans l’organisation. La liste a peut-être changé entre-temps : regardez-la de nouveau.',
  last_owner_stays: () => 'Une organisation garde au moins un propriétaire. Donnez d’abord ce rôle à quelqu’un d’autre.',
  chain_shares_above_100: ({ total }) =>
    `Ensemble, les maillons de la chaîne gardent ${formatNumber(total, 'fr')} % ; on ne peut pas garder plus de 100 % d’un prix.`,
  disclosure_needed_while_open: ({ missing: names }) =>
    `Un lot de ce projet est publié : tout ce qui est dit aux personnes qui travaillent doit rester. Il manque : ${names.map((name) => missing.fr[`project_${name}`]).join(' ; ')}.`,
  media_in_use: ({ name, batch }) => `« ${name} » sert à des tâches du lot « ${batch} » : ce fichier reste.`,
  media_wanted_by_import: ({ name }) =>
    `Un import de ce projet n’est pas terminé et peut avoir besoin de « ${name} ». Terminez-le ou annulez-le d’abord.`,
  amount_not_a_number: ({ received }) =>
    `« ${received} » n’est pas un montant. Écrivez des chiffres avec une virgule ou un point, par exemple 0,05.`,
  amount_too_fine: ({ received }) => `« ${received} » a plus de six décimales. Le plus petit montant est 0,000001.`,
  amount_out_of_range: ({ received, max }) =>
    `« ${received} » est trop grand. Le plus grand montant ici est ${formatMoney(max, 'EUR', 'fr')}.`,
  amount_not_positive: () => 'Le montant doit être supérieur à zéro.',
  reference_missing: () => 'Écrivez la référence bancaire du virement : elle évite d’enregistrer deux fois le même dépôt.',
  deposit_already_recorded: ({ reference, amount, currency, recordedAt }) =>
    `Un dépôt avec la référence « ${reference} » a déjà été enregistré le ${formatInstant(recordedAt, 'fr')} : ${formatMoney(amount, currency, 'fr')}. Chaque référence bancaire s’enregistre une fois par devise.`,
  batch_not_in_state: ({ state, needed }) =>
    `Ce lot est ${states.fr[state]} ; il devrait être ${needed.map((name) => states.fr[name]).join(' ou ')}.`,
  batch_not_ready: ({ missing: names }) =>
    `Ce lot ne peut pas encore être publié. Il manque : ${names.map((name) => missing.fr[name]).join(' ; ')}.`,
  balance_too_low: ({ balance, needed, currency }) =>
    `Le solde de l’organisation est de ${formatMoney(balance, currency, 'fr')} ; la publication met de côté ${formatMoney(needed, currency, 'fr')}. Envoyez la différence par virement, ou réduisez les tâches, la redondance ou le prix.`,
  redundancy_may_only_grow: ({ redundancy, asked }) =>
    `La redondance est de ${redundancy} et ne peut qu’augmenter après la publication ; ${asked} a été demandé.`,
  stop_rule_needs_categories: ({ taskType }) =>
    `Pour s’arrêter dès que la réponse est sûre, chaque réponse doit être exactement une étiquette parmi quelques-unes. Ce n’est pas le cas du type de tâche ${taskType} avec ces réglages. Choisissez un nombre fixe de réponses.`,
  stop_rule_minimum_out_of_range: ({ minimum, redundancy }) =>
    `Le plus petit nombre de réponses doit être un nombre entier à partir de 1 et inférieur au plus grand, ${redundancy} ; ${minimum} a été donné.`,
  stop_rule_threshold_out_of_range: ({ threshold, min, max }) =>
    `La sûreté demandée est un nombre de ${formatNumber(min, 'fr', 3)} à ${formatNumber(max, 'fr', 3)} ; ${formatNumber(threshold, 'fr', 3)} a été donné.`,
  no_task_to_ask_about: () =>
    'Il ne reste aucune tâche à redemander : celles dont la réponse n’est pas sûre attendent encore des réponses, en ont autant que possible, ou ont été tranchées. Choisissez une limite plus haute, ou attendez.',
  selection_has_grown: ({ shown, tasks }) =>
    `${tasks} tâches sont maintenant en dessous ; la page en montrait ${shown}. Rien n’a été demandé. Regardez de nouveau les chiffres, puis confirmez.`,
  task_settings_fixed: ({ tasks }) =>
    `Ce lot a ${tasks} tâches, vérifiées avec ces réglages de tâche. Pour changer les réglages, retirez d’abord les tâches, puis importez-les de nouveau.`,
  too_many_tasks: ({ tasks, max }) => `Cela ferait ${tasks} tâches ; un lot en a au plus ${max}. Répartissez-les en plusieurs lots.`,
  template_unknown: ({ number }) =>
    `Le projet n’a pas de modèle numéro ${number}. Choisissez-en un que sa page liste, ou n’en nommez aucun : il en est alors créé un.`,
  template_of_another_kind: ({ taskType }) =>
    `Les modèles sont pour les tâches du genre « template » ; ce lot est du genre « ${taskType} ». N’indiquez pas de modèle, ou indiquez l’autre genre.`,
  import_running: () => 'Un autre import de ce lot est en cours. Attendez qu’il se termine, ou annulez-le.',
  import_not_in_state: ({ state, needed }) =>
    `Cet import est ${importStates.fr[state]} ; il devrait être ${needed.map((name) => importStates.fr[name]).join(' ou ')}.`,
  passage_makes_a_circle: () =>
    'Cela ramènerait au point de départ : un lot attendrait ses propres résultats. Choisissez un lot plus loin.',
  passage_exists: () => 'Ces deux lots se suivent déjà. Changez plutôt ce qui passe de l’un à l’autre.',
  passage_leaves_the_project: () =>
    'Seuls les lots d’un même projet peuvent se suivre : un seul but est annoncé, et les fichiers sont les siens.',
  passage_condition_not_possible: ({ condition }) =>
    `Ces réponses ne peuvent pas être choisies par la condition « ${condition} » : elles n’en disent rien. Laissez-les toutes passer, ou choisissez une autre condition.`,
  passage_columns_missing: ({ columns }) =>
    `L’étape suivante a besoin d’une valeur pour ${columns.map((name) => `« ${name} »`).join(', ')}. Dites d’où elle vient, ou écrivez un texte fixe.`,
  passage_source_unknown: ({ column, source }) =>
    `« ${column.slice(0, 60)} » ne peut pas venir de « ${source.slice(0, 60)} » : l’un des deux n’existe pas. Choisissez-les dans les listes.`,
  passage_unit_not_possible: () => 'Les réponses à ces tâches n’en deviennent jamais une seule : chacune ne peut passer que seule.',
  assignment_not_in_state: ({ state }) => `Cette tâche est ${states.fr[state]} : ce n’est plus possible. Rien n’est perdu.`,
  too_many_leases_held: ({ held, max }) =>
    `Vous avez déjà ${held} tâches en main ; ${max} au plus à la fois. Envoyez-en ou rendez-en une d’abord : dans la liste du travail, « Continuer » y mène. Elles sont rendues d’elles-mêmes à la fin de leur délai.`,
  renewals_used_up: ({ max }) =>
    `Cette tâche vous a déjà été gardée ${max} fois. Vous pouvez toujours l’envoyer ; la page des règles dit ce qui est payé si d’autres l’ont faite entre-temps.`,
  too_late_to_change: ({ responses }) =>
    `Seules vos ${responses} dernières réponses d’un lot peuvent être modifiées, jusqu’à leur relecture.`,
  late_not_needed: ({ max }) =>
    `Cette tâche a été rendue ou son temps est passé, et elle a maintenant toutes ses réponses : celle-ci n’a pas été prise. Au plus ${max} réponses tardives d’une personne dans un lot sont payées et mises de côté.`,
  reported_broken: ({ number }) =>
    `Vous avez signalé la tâche ${number} comme cassée, et votre temps vous a été payé. Elle ne prend plus de réponse de vous : la même tâche serait payée deux fois.`,
  answered_before: ({ number }) =>
    `Vous avez déjà envoyé une autre réponse à la tâche ${number}, depuis une autre fenêtre ou un autre appareil. C’est elle qui compte ; celle-ci n’a pas été prise. Vous pouvez modifier ce que vous avez envoyé jusqu’à sa relecture.`,
  task_not_available: ({ number }) =>
    `La tâche ${number} n’est pas disponible pour vous : elle n’existe pas, elle a toutes ses réponses, ou vous l’avez déjà faite.`,
  already_decided: ({ state }) => `Cette réponse est déjà ${states.fr[state]} ; on ne décide pas deux fois.`,
  own_response: () =>
    'C’est une de vos propres réponses. Une autre personne de l’organisation en décide ; sans décision, elle est acceptée et payée à la fin de la période de relecture.',
  nothing_to_review: ({ state }) => `Cette tâche est ${states.fr[state]} : il n’y a pas de réponse à relire.`,
  review_period_over: ({ closedAt }) =>
    `La période de relecture s’est terminée le ${formatInstant(closedAt, 'fr')}. Le silence vaut accord : cette réponse est payée.`,
  instruction_line_not_found: ({ line }) =>
    `« ${line.slice(0, 120)} » n’est pas une ligne des consignes montrées à cette personne. Choisissez la ligne qui n’a pas été suivie.`,
  explanation_too_short: ({ length, min }) =>
    `L’explication a ${length} caractères ; il en faut au moins ${min}, pour que la personne puisse la comprendre.`,
  subscription_projects_unknown: ({ projectIds }) =>
    `Canut ne connaît pas ${projectIds.length === 1 ? 'ce projet' : 'ces projets'} : ${projectIds.slice(0, 10).join(', ')}. Choisissez parmi ceux qui ont publié du travail, ou n’en choisissez aucun, pour recevoir celui de tous.`,
  subscription_missing: () =>
    'Vous n’avez pas encore demandé que du travail vous soit apporté. Dites d’abord de quels types, et combien d’heures par semaine.',
  token_not_valid: () =>
    'Ce jeton ne fonctionne pas : il a été révoqué, a expiré ou n’a pas été copié en entier. Créez-en un autre dans vos réglages.',
  break_not_offered: () =>
    'Les pauses payées vont avec le travail sur des contenus qui peuvent heurter. Ce lot n’en déclare pas. Vous pouvez tout de même vous arrêter à tout moment.',
  break_needs_a_task: () =>
    'Une pause payée se prend sur une tâche que vous avez en main, et vous n’en avez aucune de ce lot. Prenez d’abord une tâche.',
  break_used_up: ({ takenMs, workUntilNextMs }) =>
    `Les ${formatDuration(takenMs / 1000, 'fr')} de pause payée de cette heure de travail sont prises. Il y en aura de nouveau après ${formatDuration(workUntilNextMs / 1000, 'fr')} de travail sur de tels contenus. Vous pouvez tout de même vous arrêter à tout moment, sans conséquence.`,
  sign_in_needed: () => 'Il faut être connecté pour cela. Connectez-vous.',
  wrong_credentials: () => 'Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux, ou demandez un nouveau mot de passe.',
  not_allowed: () => 'Vous n’avez pas accès à cette page. Une personne de l’organisation peut vous le donner.',
  token_scope_missing: ({ scope }) => `Ce jeton n’a pas la portée « ${scope} ». Créez-en un qui l’a.`,
  tokens_not_accepted_here: () => 'Cela ne se fait pas avec un jeton : connectez-vous avec un navigateur.',
  not_found: () => 'Il n’y a rien à cette adresse. Vérifiez le lien, ou repartez de l’accueil.',
  cross_site_request: () => 'Cette demande vient d’un autre site : elle n’a pas été exécutée. Ouvrez la page ici et recommencez.',
  invalid_request: ({ issues }) =>
    `La demande n’a pas pu être lue : ${issues.map(({ path, message }) => (path === '' ? message : `${path} : ${message}`)).join(' ; ')}`,
  body_too_large: ({ maxBytes }) => `L’envoi dépasse ${Math.round(maxBytes / 1024 / 1024) || 1} Mo, la limite ici.`,
  wrong_media_type: ({ received, accepted }) => `« ${received} » n’est pas accepté ici. Envoyez ${accepted.join(' ou ')}.`,
  too_many_requests: ({ retryAfterSeconds }) => `Trop de tentatives. Réessayez dans ${retryAfterSeconds} secondes.`,
  idempotency_key_reused: () =>
    'Cette clé d’idempotence a déjà servi pour une autre demande. Prenez une nouvelle clé pour chaque nouvelle demande.',
  request_in_progress: ({ retryAfterSeconds }) =>
    `La même requête, avec la même clé d’idempotence, est encore en cours. Redemandez sa réponse dans ${retryAfterSeconds} secondes.`,
  answer_not_kept: ({ status }) =>
    `Cette requête a déjà été exécutée, avec le statut ${status}, et ne l’a pas été de nouveau. Sa réponse n’est pas conservée : elle était trop longue ou secrète.`,
  unavailable: () => 'Canut démarre ou s’arrête. Votre travail est en sécurité ; réessayez dans quelques secondes.',
  internal: () =>
    'Une erreur est survenue de notre côté. Ce qui était enregistré est en sécurité. Réessayez ; si cela recommence, envoyez le numéro de la demande aux intendants.',
}

export const messages = catalogue({
  en: {
    title: 'This was not done',
    requestNumber: 'Request number',
    home: 'Home page',
    sendAgain:
      'What you wrote is not lost: sign in in another tab, come back to this one and load it again. Your browser then sends it once more.',
    signIn: 'Sign in, in another tab',
    sentences: en,
  },
  fr: {
    title: 'Cela n’a pas été fait',
    requestNumber: 'Numéro de la demande',
    home: 'Accueil',
    sendAgain:
      'Ce que vous avez écrit n’est pas perdu : connectez-vous dans un autre onglet, revenez à celui-ci et rechargez-le. Votre navigateur l’envoie alors à nouveau.',
    signIn: 'Se connecter, dans un autre onglet',
    sentences: fr,
  },
})
