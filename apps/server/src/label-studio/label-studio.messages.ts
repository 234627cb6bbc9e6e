import { catalogue } from '../platform/i18n/index.ts'

type Params = Readonly<Record<string, string>>

export const messages = catalogue({
  en: {
    title: 'Settings from Label Studio',
    lead: 'Paste the labelling configuration of your Label Studio project: the settings of this batch are made from it. You see and change them afterwards.',
    supported:
      'Choices, Labels, RectangleLabels, PolygonLabels, KeyPointLabels, BrushLabels, TextArea, Rating, Number, Pairwise, Ranker and Taxonomy, on Text, Image, Audio and Video.',
    tasks: 'Your tasks come afterwards, by an ordinary import: the JSON export of Label Studio is read as it is.',
    field: 'Labelling configuration (XML)',
    make: 'Make the settings',
    empty: 'Paste the configuration here. In Label Studio it is under Settings, Labeling Interface, Code.',
    place: ({ line, column, sentence }: { line: number; column: number; sentence: string }) =>
      `Line ${line}, column ${column}: ${sentence}`,
    otherType: ({ found, own }: { found: string; own: string }) =>
      `This configuration is for tasks of the kind “${found}”, and this batch is of the kind “${own}”. Make a batch of that kind, and paste the configuration there.`,
    typeMissing: ({ found }: { found: string }) =>
      `This configuration is for tasks of the kind “${found}”, which this version of Canut does not have.`,
    hasTasks: 'The batch has tasks already, which were checked against its settings. Take them out first, or make another batch.',
    settings: ({ sentence }: { sentence: string }) =>
      `The configuration was read, but the settings made from it are not complete: ${sentence}`,
    columns: 'In your files, name the columns so:',
    problems: {
      not_xml: ({ detail = '' }: Params) => `This is not XML: ${detail}`,
      too_long: ({ limit = '' }: Params) => `The configuration is longer than ${limit} characters.`,
      nothing_inside: () => 'There is no tag.',
      tag_unknown: ({ tag = '' }: Params) => `There is no tag called ${tag} in Label Studio. Check its spelling; capitals count.`,
      tag_not_supported: ({ tag = '' }: Params) => `Canut has no counterpart for ${tag}. Take it out, or use another control.`,
      attribute_missing: ({ tag = '', attribute = '' }: Params) => `${tag} needs the attribute ${attribute}.`,
      target_unknown: ({ tag = '', target = '', known = '' }: Params) =>
        `${tag} names “${target}” in toName, but no object is called so. There are: ${known === '' ? 'none' : known}.`,
      options_missing: ({ tag = '', option = '' }: Params) => `${tag} has no ${option} inside.`,
      no_control: () => 'Nothing is asked: there is no control such as Choices or RectangleLabels.',
      several_kinds: ({ tag = '', first = '' }: Params) =>
        `${tag} cannot stand beside ${first} in one kind of task. Make a batch for each; a chain can hand the answers of one to the other.`,
      target_not_supported: ({ tag = '', target = '' }: Params) => `${tag} on ${target} has no counterpart among the kinds of task.`,
      per_region_not_supported: ({ tag = '' }: Params) =>
        `${tag} asks about each region. Ask in a batch of its own, or take perRegion out.`,
      not_a_variable: ({ tag = '', value = '' }: Params) =>
        `${tag} has value="${value}". It must name data of the task, such as value="$text".`,
    },
  },
  fr: {
    title: 'Réglages depuis Label Studio',
    lead: 'Collez la configuration d’annotation de votre projet Label Studio : les réglages de ce lot en sont tirés. Vous les voyez et les changez ensuite.',
    supported:
      'Choices, Labels, RectangleLabels, PolygonLabels, KeyPointLabels, BrushLabels, TextArea, Rating, Number, Pairwise, Ranker et Taxonomy, sur Text, Image, Audio et Video.',
    tasks: 'Vos tâches viennent ensuite, par un import ordinaire : l’export JSON de Label Studio est lu tel quel.',
    field: 'Configuration d’annotation (XML)',
    make: 'Faire les réglages',
    empty: 'Collez la configuration ici. Dans Label Studio, elle est sous Settings, Labeling Interface, Code.',
    place: ({ line, column, sentence }) => `Ligne ${line}, colonne ${column} : ${sentence}`,
    otherType: ({ found, own }) =>
      `Cette configuration est pour des tâches du genre « ${found} », et ce lot est du genre « ${own} ». Créez un lot de ce genre et collez-y la configuration.`,
    typeMissing: ({ found }) => `Cette configuration est pour des tâches du genre « ${found} », que cette version de Canut n’a pas.`,
    hasTasks: 'Le lot a déjà des tâches, vérifiées d’après ses réglages. Retirez-les d’abord, ou créez un autre lot.',
    settings: ({ sentence }) => `La configuration a été lue, mais les réglages qui en sont tirés ne sont pas complets : ${sentence}`,
    columns: 'Dans vos fichiers, nommez les colonnes ainsi :',
    problems: {
      not_xml: ({ detail = '' }) => `Ce n’est pas du XML : ${detail}`,
      too_long: ({ limit = '' }) => `La configuration dépasse ${limit} caractères.`,
      nothing_inside: () => 'Il n’y a aucune balise.',
      tag_unknown: ({ tag = '' }) => `Label Studio n’a pas de balise ${tag}. Vérifiez l’orthographe ; les majuscules comptent.`,
      tag_not_supported: ({ tag = '' }) => `Canut n’a pas d’équivalent de ${tag}. Retirez-la, ou prenez un autre contrôle.`,
      attribute_missing: ({ tag = '', attribute = '' }) => `${tag} a besoin de l’attribut ${attribute}.`,
      target_unknown: ({ tag = '', target = '', known = '' }) =>
        `${tag} nomme « ${target} » dans toName, mais aucun objet ne s’appelle ainsi. Il y a : ${known === '' ? 'aucun' : known}.`,
      options_missing: ({ tag = '', option = '' }) => `${tag} ne contient aucun ${option}.`,
      no_control: () => 'Rien n’est demandé : il n’y a pas de contrôle comme Choices ou RectangleLabels.',
      several_kinds: ({ tag = '', first = '' }) =>
        `${tag} ne peut pas se trouver à côté de ${first} dans un même genre de tâche. Faites un lot pour chacun ; une chaîne peut passer les réponses de l’un à l’autre.`,
      target_not_supported: ({ tag = '', target = '' }) => `${tag} sur ${target} n’a pas d’équivalent parmi les genres de tâche.`,
      per_region_not_supported: ({ tag = '' }) =>
        `${tag} interroge sur chaque région. Demandez-le dans un lot à part, ou retirez perRegion.`,
      not_a_variable: ({ tag = '', value = '' }) =>
        `${tag} a value="${value}". Il faut nommer une donnée de la tâche, comme value="$text".`,
    },
  },
})
