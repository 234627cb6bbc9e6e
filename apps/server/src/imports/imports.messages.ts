import { catalogue } from '../platform/i18n/index.ts'

/** What is wrong with a row or a file, from the reader of the file. Each says what was found and how to mend it. */
const problemsEn = {
  wrong_column_count: ({ expected, found }: { expected: string; found: string }) =>
    `This row has ${found} values, the header has ${expected} columns. Often a delimiter or a quotation mark is missing or too many.`,
  unclosed_quote: 'A quotation mark opens here and is never closed.',
  text_after_quote: 'There is text after a closing quotation mark. Inside quotation marks, write a quotation mark twice.',
  quote_in_unquoted_field: 'There is a quotation mark inside a value that does not begin with one. Put the whole value in quotation marks.',
  invalid_utf8: 'Some characters are not UTF-8. Save the file as UTF-8.',
  invalid_utf16: 'Some characters are not valid UTF-16. Save the file as UTF-8.',
  nul_byte: 'There is a NUL byte, which no text may contain.',
  field_too_large: ({ limit }: { limit: string }) => `A value is longer than ${limit} characters.`,
  row_too_large: ({ limit }: { limit: string }) => `This row is longer than ${limit} characters. Perhaps a quotation mark is not closed.`,
  too_many_columns: ({ limit, found }: { limit: string; found: string }) => `There are ${found} columns; at most ${limit} are read.`,
  not_json: 'This line is not JSON. JSON Lines has one object on each line.',
  not_an_object: ({ found }: { found: string }) =>
    `This line is JSON of another kind (${found}). One object is expected, such as {"text": "…"}.`,
  invalid_unicode: 'A text has half of a character (a lone surrogate).',
  number_too_large: 'A number is too large to be kept exactly. Write it as text, in quotation marks.',
  too_deep: ({ limit }: { limit: string }) => `Values are nested more than ${limit} levels deep.`,
  header_missing: 'The file is empty: the first line must name the columns.',
  no_rows: 'The file has no rows.',
  duplicate_column: ({ name }: { name: string }) => `Two columns are called “${name}”. Rename one of them.`,
  empty_column_name: 'A column has no name in the first line.',
  column_name_too_long: ({ limit }: { limit: string }) => `A column name is longer than ${limit} characters.`,
  not_text: ({ found }: { found: string }) =>
    `This is not a table of text but a file of another kind (${found}). Export it from your spreadsheet as CSV (UTF-8).`,
  media_file:
    'This is a picture, a sound or a film, not a table. Upload it to the images, sounds and films of the project; here goes a table that names one file in each row.',
  coco_not_read:
    'This is a COCO file, which Canut writes but does not read. Send a table with one image in each row, its boxes in the column “prediction”, or tasks of Label Studio.',
  json_array: 'This is one JSON list. JSON Lines has one object on each line, without the brackets and commas around them.',
  column_missing: ({ found }: { found: string }) => `This column is needed and is not there. The file has: ${found}.`,
  manifest_line_too_long: ({ limit, found }: { limit: string; found: string }) =>
    `This line of a manifest has about ${found} characters; a manifest may have ${limit} on a line.`,
  manifest_attribute_too_long: ({ limit, found }: { limit: string; found: string }) =>
    `This member has ${found} characters; a manifest may have ${limit} in one.`,
  manifest_name_reserved: 'Names that begin with $ are reserved in manifests. Rename this member.',
  truth_unreadable:
    'The annotation that is marked as ground truth has a region that cannot be read: a turned rectangle, a broken mask or missing measures. Correct it, or take its mark away.',
  media_missing: ({ name }: { name: string }) => `The project has no file called “${name}”. Upload it first, with exactly this name.`,
}

const problemsFr: { [K in keyof typeof problemsEn]: (typeof problemsEn)[K] extends string ? string : (typeof problemsEn)[K] } = {
  wrong_column_count: ({ expected, found }) =>
    `Cette ligne a ${found} valeurs, l’en-tête a ${expected} colonnes. Souvent, un séparateur ou un guillemet manque ou est en trop.`,
  unclosed_quote: 'Un guillemet s’ouvre ici et n’est jamais refermé.',
  text_after_quote: 'Il y a du texte après un guillemet fermant. À l’intérieur de guillemets, doublez le guillemet.',
  quote_in_unquoted_field:
    'Il y a un guillemet dans une valeur qui ne commence pas par un guillemet. Mettez toute la valeur entre guillemets.',
  invalid_utf8: 'Des caractères ne sont pas en UTF-8. Enregistrez le fichier en UTF-8.',
  invalid_utf16: 'Des caractères ne sont pas de l’UTF-16 valide. Enregistrez le fichier en UTF-8.',
  nul_byte: 'Il y a un octet NUL, qu’aucun texte ne peut contenir.',
  field_too_large: ({ limit }) => `Une valeur dépasse ${limit} caractères.`,
  row_too_large: ({ limit }) => `Cette ligne dépasse ${limit} caractères. Peut-être qu’un guillemet n’est pas refermé.`,
  too_many_columns: ({ limit, found }) => `Il y a ${found} colonnes ; ${limit} au plus sont lues.`,
  not_json: 'Cette ligne n’est pas du JSON. En JSON Lines, chaque ligne porte un objet.',
  not_an_object: ({ found }) => `Cette ligne est du JSON d’un autre genre (${found}). Un objet est attendu, par exemple {"text": "…"}.`,
  invalid_unicode: 'Un texte contient une moitié de caractère (un substitut isolé).',
  number_too_large: 'Un nombre est trop grand pour être gardé exactement. Écrivez-le comme du texte, entre guillemets.',
  too_deep: ({ limit }) => `Les valeurs sont imbriquées sur plus de ${limit} niveaux.`,
  header_missing: 'Le fichier est vide : la première ligne doit nommer les colonnes.',
  no_rows: 'Le fichier n’a aucune ligne de données.',
  duplicate_column: ({ name }) => `Deux colonnes s’appellent « ${name} ». Renommez l’une d’elles.`,
  empty_column_name: 'Une colonne n’a pas de nom dans la première ligne.',
  column_name_too_long: ({ limit }) => `Un nom de colonne dépasse ${limit} caractères.`,
  not_text: ({ found }) =>
    `Ce n’est pas un tableau de texte mais un fichier d’un autre genre (${found}). Exportez-le depuis votre tableur en CSV (UTF-8).`,
  media_file:
    'C’est une image, un son ou un film, pas un tableau. Envoyez-le parmi les images, sons et films du projet ; ici va un tableau qui nomme un fichier par ligne.',
  coco_not_read:
    'C’est un fichier COCO, que Canut écrit mais ne lit pas. Envoyez un tableau avec une image par ligne, ses boîtes dans la colonne « prediction », ou des tâches de Label Studio.',
  json_array: 'C’est une seule liste JSON. En JSON Lines, chaque ligne porte un objet, sans crochets ni virgules autour.',
  column_missing: ({ found }) => `Cette colonne est nécessaire et n’y est pas. Le fichier a : ${found}.`,
  manifest_line_too_long: ({ limit, found }) =>
    `Cette ligne d’un manifeste a environ ${found} caractères ; un manifeste peut en avoir ${limit} par ligne.`,
  manifest_attribute_too_long: ({ limit, found }) => `Ce membre a ${found} caractères ; un manifeste peut en avoir ${limit} dans un seul.`,
  manifest_name_reserved: 'Les noms qui commencent par $ sont réservés dans les manifestes. Renommez ce membre.',
  truth_unreadable:
    'L’annotation marquée comme vérité de terrain a une zone illisible : un rectangle tourné, un masque abîmé ou des mesures absentes. Corrigez-la, ou retirez sa marque.',
  media_missing: ({ name }) => `Le projet n’a pas de fichier appelé « ${name} ». Envoyez-le d’abord, sous ce nom exactement.`,
}

export const messages = catalogue({
  en: {
    problems: problemsEn,
    notText: {
      zip_or_workbook: 'a workbook or a zip archive',
      old_workbook: 'an old workbook',
      pdf: 'a PDF',
      gzip: 'a gzip archive',
      bzip2: 'a bzip2 archive',
      '7z': 'a 7z archive',
      parquet: 'a Parquet file',
    },
    failures: {
      file_not_readable: 'The file could not be read. The report says why.',
      file_missing: 'The stored file is no longer there. Send it again.',
      no_good_rows: 'No row of the file can become a task, so nothing was loaded.',
      rows_refused: ({ rows }: { rows: string }) =>
        `${rows} rows are bad, and only a file without bad rows was to be loaded. Nothing was loaded.`,
      batch_changed:
        'The task settings or the tasks of the batch were changed while the file was being read. Nothing was loaded. Send the file again.',
      interrupted: 'The file stopped arriving, or the server stopped, before the end. Nothing was loaded. Send the file again.',
    },
  },
  fr: {
    problems: problemsFr,
    notText: {
      zip_or_workbook: 'un classeur ou une archive zip',
      old_workbook: 'un ancien classeur',
      pdf: 'un PDF',
      gzip: 'une archive gzip',
      bzip2: 'une archive bzip2',
      '7z': 'une archive 7z',
      parquet: 'un fichier Parquet',
    },
    failures: {
      file_not_readable: 'Le fichier n’a pas pu être lu. Le rapport dit pourquoi.',
      file_missing: 'Le fichier enregistré n’est plus là. Envoyez-le de nouveau.',
      no_good_rows: 'Aucune ligne du fichier ne peut devenir une tâche : rien n’a été chargé.',
      rows_refused: ({ rows }) =>
        `${rows} lignes sont mauvaises, et seul un fichier sans mauvaise ligne devait être chargé. Rien n’a été chargé.`,
      batch_changed:
        'Les réglages de tâche ou les tâches du lot ont changé pendant la lecture du fichier. Rien n’a été chargé. Envoyez le fichier de nouveau.',
      interrupted:
        'Le fichier a cessé d’arriver, ou le serveur s’est arrêté, avant la fin. Rien n’a été chargé. Envoyez le fichier de nouveau.',
    },
  },
})
