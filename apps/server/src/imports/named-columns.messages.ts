import { catalogue } from '../platform/i18n/index.ts'

export const namedColumnsMessages = catalogue({
  en: {
    notReadable: ({ file, reason }: { file: string; reason: string }) => `${file} cannot be read: ${reason}.`,
    noParquet: ({ words }: { words: string }) => `it is no Parquet file, or a damaged one (${words})`,
    place: ({ file, line, sentence }: { file: string; line: number | null; sentence: string }) =>
      line === null ? `${file}: ${sentence}` : `${file}, line ${line}: ${sentence}`,
    more: ({ count }: { count: number }) => `  … and ${count} more.`,
    columnsMissing: ({ columns, found }: { columns: string; found: string }) =>
      `These columns are needed and are not there: ${columns}. The file has: ${found}.`,
    empty: ({ column }: { column: string }) => `The column ${column} is empty here.`,
    tooLong: ({ column, max }: { column: string; max: number }) => `The column ${column} has more than ${max} characters.`,
  },
  fr: {
    notReadable: ({ file, reason }) => `${file} ne peut pas être lu : ${reason}.`,
    noParquet: ({ words }) => `ce n’est pas un fichier Parquet, ou il est abîmé (${words})`,
    place: ({ file, line, sentence }) => (line === null ? `${file} : ${sentence}` : `${file}, ligne ${line} : ${sentence}`),
    more: ({ count }) => `  … et ${count} autres.`,
    columnsMissing: ({ columns, found }) => `Ces colonnes sont nécessaires et n’y sont pas : ${columns}. Le fichier a : ${found}.`,
    empty: ({ column }) => `La colonne ${column} est vide ici.`,
    tooLong: ({ column, max }) => `La colonne ${column} dépasse ${max} caractères.`,
  },
})
