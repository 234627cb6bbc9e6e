import { catalogue, type Locale } from '../platform/i18n/index.ts'

/** What the methods are called, and what each does in a sentence. */
export const messages = catalogue({
  en: {
    names: {
      auto: 'Chosen by comparison (auto)',
      'majority-vote': 'Majority',
      'dawid-skene': 'Dawid–Skene',
      'one-coin': 'One figure per person',
      'one-coin-dawid-skene': 'One figure per person',
      'hierarchical-dawid-skene': 'Dawid–Skene with what people have in common',
      'sampled-dawid-skene': 'Dawid–Skene for few responses',
      'ordinal-dawid-skene': 'Dawid–Skene for a scale',
      ebcc: 'Errors that people share (EBCC)',
      adjudicated: 'Settled by a person',
      'span-clusters': 'Marks that are the same thing',
      'span-vote': 'Word by word, majority',
      'text-medoid': 'The text nearest to all',
      'exact-vote': 'The text that most people gave',
      rover: 'Word by word (ROVER)',
      boxes: 'Boxes laid over each other',
      polygons: 'Outlines laid over each other',
      medoid: 'The drawing nearest to all',
      'mask-em': 'Pixel by pixel, masks weighed',
      'mask-majority': 'Pixel by pixel, majority',
      keypoints: 'Points in the middle of all',
      'crowd-bradley-terry': 'Strength of each thing, people weighed (Bradley–Terry)',
      'bradley-terry': 'Strength of each thing (Bradley–Terry)',
      'plackett-luce': 'Strength of each thing (Plackett–Luce)',
      borda: 'Mean place (Borda)',
    },
    what: {
      auto: 'Part of the responses is held back; the method that foresees them best from the others is used, and the simplest one where that makes no difference.',
      'majority-vote': 'The label that most people gave. A tie is reported, never broken.',
      'dawid-skene': 'Weighs each person by which labels they take for which, learnt from how all of them agree.',
      'one-coin-dawid-skene': 'Weighs each person by a single figure: how often they agree with what is held to be right.',
      'hierarchical-dawid-skene':
        'As Dawid–Skene; of people who gave few responses it assumes what is usual here, so that chance does not decide their weight.',
      'sampled-dawid-skene':
        'As Dawid–Skene; it goes through many ways in which the responses may have come about, so that what few responses leave open stays open.',
      'ordinal-dawid-skene': 'As Dawid–Skene, for labels that are steps of a scale: near is less wrong than far.',
      ebcc: 'As Dawid–Skene; it also sees errors that many people make together, and does not count them as so many proofs.',
      'one-coin': 'Weighs each person by a single figure: how often they agree with what is held to be right.',
      'span-clusters':
        'Marks that overlap enough are taken for the same thing; it stands where most put it, and is there if people who are mostly right marked it.',
      'span-vote': 'Each word belongs to what most people marked it as.',
      'text-medoid': 'The text that differs least from all the others: always one that somebody wrote.',
      'exact-vote':
        'The text that more than half gave, spaces and apostrophes aside; where there is none, the one that differs least from all the others.',
      rover: 'The texts are laid side by side, and each word is the one that most people heard there.',
      boxes:
        'Boxes that overlap enough are taken for the same thing. Each side stands where most put it, and people whose boxes are mostly right count more.',
      polygons: 'Outlines that overlap enough are taken for the same thing; what lies inside of more than half of them is inside.',
      medoid: 'The whole drawing of one person: the one that differs least from all the others.',
      'mask-em':
        'A pixel belongs to a thing if the masks that have it outweigh those that have not; a mask weighs more the better it agrees with the others.',
      'mask-majority': 'A pixel belongs to a thing if more than half of the people painted it.',
      keypoints:
        'Each point stands where its distance to all marks is least, so that one far away does not pull it; people who are exact count more.',
      'crowd-bradley-terry':
        'All comparisons together give each thing a strength, and the stronger of two wins; people who seem to answer without looking count less.',
      'bradley-terry': 'All comparisons together give each thing a strength, and the stronger of two wins. All people count the same.',
      'plackett-luce': 'The rankings of all people give each thing a strength, as if each had picked the best, then the best of the rest.',
      borda: 'Things stand in the order of the mean place that people gave them.',
    },
  },
  fr: {
    names: {
      auto: 'Choisie par comparaison (auto)',
      'majority-vote': 'Majorité',
      'dawid-skene': 'Dawid–Skene',
      'one-coin': 'Un seul chiffre par personne',
      'one-coin-dawid-skene': 'Un seul chiffre par personne',
      'hierarchical-dawid-skene': 'Dawid–Skene avec ce que les personnes ont en commun',
      'sampled-dawid-skene': 'Dawid–Skene pour peu de réponses',
      'ordinal-dawid-skene': 'Dawid–Skene pour une échelle',
      ebcc: 'Erreurs partagées (EBCC)',
      adjudicated: 'Tranché par une personne',
      'span-clusters': 'Marques de la même chose',
      'span-vote': 'Mot par mot, à la majorité',
      'text-medoid': 'Le texte le plus proche de tous',
      'exact-vote': 'Le texte que le plus de personnes ont donné',
      rover: 'Mot par mot (ROVER)',
      boxes: 'Boîtes superposées',
      polygons: 'Contours superposés',
      medoid: 'Le dessin le plus proche de tous',
      'mask-em': 'Pixel par pixel, masques pesés',
      'mask-majority': 'Pixel par pixel, à la majorité',
      keypoints: 'Points au milieu de tous',
      'crowd-bradley-terry': 'Force de chaque chose, personnes pesées (Bradley–Terry)',
      'bradley-terry': 'Force de chaque chose (Bradley–Terry)',
      'plackett-luce': 'Force de chaque chose (Plackett–Luce)',
      borda: 'Place moyenne (Borda)',
    },
    what: {
      auto: 'Une partie des réponses est mise de côté ; la méthode qui les prévoit le mieux d’après les autres est prise, et la plus simple là où cela ne change rien.',
      'majority-vote': 'L’étiquette que le plus de personnes ont donnée. Une égalité est signalée, jamais tranchée.',
      'dawid-skene': 'Pèse chaque personne selon les étiquettes qu’elle prend l’une pour l’autre, apprises des accords entre toutes.',
      'one-coin-dawid-skene': 'Pèse chaque personne par un seul chiffre : combien de fois elle s’accorde avec ce qui est tenu pour juste.',
      'hierarchical-dawid-skene':
        'Comme Dawid–Skene ; de qui a donné peu de réponses, elle suppose ce qui est habituel ici, pour que le hasard ne décide pas de son poids.',
      'sampled-dawid-skene':
        'Comme Dawid–Skene ; elle parcourt de nombreuses façons dont les réponses ont pu naître, pour que ce que peu de réponses laissent ouvert le reste.',
      'ordinal-dawid-skene': 'Comme Dawid–Skene, pour des étiquettes qui sont les degrés d’une échelle : près est moins faux que loin.',
      ebcc: 'Comme Dawid–Skene ; elle voit aussi les erreurs que beaucoup font ensemble, et ne les compte pas comme autant de preuves.',
      'one-coin': 'Pèse chaque personne par un seul chiffre : combien de fois elle s’accorde avec ce qui est tenu pour juste.',
      'span-clusters':
        'Des marques qui se recouvrent assez sont prises pour la même chose ; elle se tient là où la plupart l’ont mise, et existe si des personnes qui ont le plus souvent raison l’ont marquée.',
      'span-vote': 'Chaque mot appartient à ce que la plupart des personnes ont marqué.',
      'text-medoid': 'Le texte qui diffère le moins de tous les autres : toujours un texte que quelqu’un a écrit.',
      'exact-vote':
        'Le texte que plus de la moitié ont donné, espaces et apostrophes mises à part ; s’il n’y en a pas, celui qui diffère le moins de tous les autres.',
      rover: 'Les textes sont mis côte à côte, et chaque mot est celui que le plus de personnes y ont entendu.',
      boxes:
        'Des boîtes qui se recouvrent assez sont prises pour la même chose. Chaque côté se tient là où la plupart l’ont mis, et les personnes dont les boîtes sont le plus souvent justes comptent plus.',
      polygons:
        'Des contours qui se recouvrent assez sont pris pour la même chose ; est dedans ce qui est à l’intérieur de plus de la moitié d’entre eux.',
      medoid: 'Le dessin entier d’une personne : celui qui diffère le moins de tous les autres.',
      'mask-em':
        'Un pixel appartient à une chose si les masques qui l’ont pèsent plus que ceux qui ne l’ont pas ; un masque pèse d’autant plus qu’il s’accorde avec les autres.',
      'mask-majority': 'Un pixel appartient à une chose si plus de la moitié des personnes l’ont peint.',
      keypoints:
        'Chaque point se tient là où sa distance à toutes les marques est la plus petite, pour qu’une marque lointaine ne l’attire pas ; les personnes précises comptent plus.',
      'crowd-bradley-terry':
        'Toutes les comparaisons ensemble donnent à chaque chose une force, et la plus forte des deux l’emporte ; les personnes qui semblent répondre sans regarder comptent moins.',
      'bradley-terry':
        'Toutes les comparaisons ensemble donnent à chaque chose une force, et la plus forte des deux l’emporte. Toutes les personnes comptent autant.',
      'plackett-luce':
        'Les classements de toutes les personnes donnent à chaque chose une force, comme si chacune avait pris la meilleure, puis la meilleure du reste.',
      borda: 'Les choses sont dans l’ordre de la place moyenne que les personnes leur ont donnée.',
    },
  },
})

function lookUp(words: Readonly<Record<string, string>>, method: string): string | null {
  return words[method] ?? null
}

/** What a method does, in a sentence; null for one that has none here. */
export function sentenceOfMethod(method: string, locale: Locale): string | null {
  return lookUp(messages[locale].what, method)
}

/** A method in words; results of a former version of Canut may name one that has none any more. */
export function nameOfMethod(method: string, locale: Locale): string {
  return lookUp(messages[locale].names, method) ?? method
}
