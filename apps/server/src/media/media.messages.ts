import { catalogue, formatBytes, formatNumber, type Locale } from '../platform/i18n/index.ts'
import type { MediaProblem, MediaProblemCode } from './media-problem.ts'

type Sentences = Record<MediaProblemCode, (params: { limit: string; found: string; size: string; kinds: string }) => string>

const KINDS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: { image: 'images', audio: 'recordings', video: 'films' },
  fr: { image: 'des images', audio: 'des enregistrements', video: 'des films' },
}
const OR: Readonly<Record<Locale, string>> = { en: ' or ', fr: ' ou ' }

const en: Sentences = {
  not_a_zip: () => 'This is not a readable zip archive. Make it again and send it once more.',
  damaged_archive: () => 'The archive is damaged. Make it again and send it once more.',
  too_many_entries: ({ limit, found }) => `The archive holds ${found} files; at most ${limit} are taken at once.`,
  total_too_large: ({ size }) => `Unpacked, the archive would be larger than ${size}. Send it in parts.`,
  ratio_too_high: ({ limit }) => `The archive unpacks to more than ${limit} times its size; images, sounds and films never do.`,
  overlapping_entries: () => 'Files of the archive overlap each other. Make it again with an ordinary program.',
  directory_too_large: () => 'The table of contents of the archive is too large.',
  no_media: () => 'The archive holds no image, sound or film.',
  unsafe_path: () => 'Its name leads out of the archive, or contains characters that no name has.',
  symbolic_link: () => 'This is a link to another file, not a file.',
  encrypted: () => 'It is protected by a password. Send it without one.',
  unknown_compression: () => 'It is compressed in an unusual way. Make the archive with an ordinary program.',
  entry_too_large: ({ size }) => `It is larger than ${size}, the limit for one file.`,
  duplicate_name: () => 'The archive holds this name twice; the first one was taken.',
  nested_archive: () => 'Archives inside archives are not opened. Put the files directly into one.',
  damaged_entry: () => 'It is damaged. Send it again.',
  empty_file: () => 'It is empty.',
  unknown_type: () =>
    'It is no image, sound or film that browsers can show. Send PNG, JPEG, WebP, GIF, AVIF, MP3, M4A, Ogg, WAV, WebM or MP4.',
  type_not_accepted: ({ found }) =>
    `Its content is ${found}, which is not accepted. Send PNG, JPEG, WebP, GIF, AVIF, MP3, M4A, Ogg, WAV, WebM or MP4.`,
  video_not_accepted: ({ found }) => `It is a film in ${found}, which not every browser plays. Export it as MP4 or WebM and send it again.`,
  kind_not_asked: ({ found, kinds }) => `It is ${found}, and ${kinds} are asked for here. Choose another file.`,
  image_too_large: ({ size }) => `The image is larger than ${size}, the limit. Make it smaller and send it again.`,
  audio_too_large: ({ size }) => `The recording is larger than ${size}, the limit. Cut or compress it and send it again.`,
  video_too_large: ({ size }) => `The film is larger than ${size}, the limit. Cut or compress it and send it again.`,
  zip_too_large: ({ size }) => `The archive is larger than ${size}, the limit. Send it in parts.`,
  too_many_pixels: ({ limit, found }) => `The image has ${found} pixels; at most ${limit} are accepted. Make it smaller and send it again.`,
  too_many_frames: ({ limit, found }) =>
    `The animation has ${found} frames; at most ${limit} are accepted. Shorten it, or send it as a film.`,
  image_unreadable: () => 'The image is damaged and cannot be shown. Export it again and send it once more.',
  audio_unreadable: () => 'The recording is damaged and cannot be played. Record or export it again and send it once more.',
  video_unreadable: () => 'The film is damaged, cut off, or has no picture. Export it again as MP4 or WebM and send it once more.',
  file_too_large: ({ size }) => `The file is larger than ${size}, the limit of this task. Make it smaller and send it again.`,
  name_taken: () => 'The project has another file of this name. Rename this one, or remove the other.',
  name_unusable: ({ limit }) => `Its name is empty, longer than ${limit} characters, or contains characters that cannot be shown.`,
  too_many_files: ({ limit }) => `Only the first ${limit} files were taken. Send the others afterwards, or all of them in a zip archive.`,
}

const fr: Sentences = {
  not_a_zip: () => 'Ce n’est pas une archive zip lisible. Refaites-la et envoyez-la de nouveau.',
  damaged_archive: () => 'L’archive est abîmée. Refaites-la et envoyez-la de nouveau.',
  too_many_entries: ({ limit, found }) => `L’archive contient ${found} fichiers ; ${limit} au plus sont pris à la fois.`,
  total_too_large: ({ size }) => `Une fois ouverte, l’archive dépasserait ${size}. Envoyez-la en plusieurs parties.`,
  ratio_too_high: ({ limit }) => `L’archive s’ouvre à plus de ${limit} fois sa taille ; images, sons et films ne le font jamais.`,
  overlapping_entries: () => 'Des fichiers de l’archive se recouvrent. Refaites-la avec un programme ordinaire.',
  directory_too_large: () => 'La table des matières de l’archive est trop grande.',
  no_media: () => 'L’archive ne contient ni image, ni son, ni film.',
  unsafe_path: () => 'Son nom mène hors de l’archive, ou contient des caractères qu’aucun nom ne porte.',
  symbolic_link: () => 'C’est un lien vers un autre fichier, pas un fichier.',
  encrypted: () => 'Il est protégé par un mot de passe. Envoyez-le sans.',
  unknown_compression: () => 'Il est compressé d’une manière inhabituelle. Faites l’archive avec un programme ordinaire.',
  entry_too_large: ({ size }) => `Il dépasse ${size}, la limite pour un fichier.`,
  duplicate_name: () => 'L’archive contient deux fois ce nom ; le premier a été pris.',
  nested_archive: () => 'Les archives dans des archives ne sont pas ouvertes. Mettez les fichiers directement dans une seule.',
  damaged_entry: () => 'Il est abîmé. Envoyez-le de nouveau.',
  empty_file: () => 'Il est vide.',
  unknown_type: () =>
    'Ce n’est ni une image, ni un son, ni un film que les navigateurs savent montrer. Envoyez PNG, JPEG, WebP, GIF, AVIF, MP3, M4A, Ogg, WAV, WebM ou MP4.',
  type_not_accepted: ({ found }) =>
    `Son contenu est ${found}, qui n’est pas accepté. Envoyez PNG, JPEG, WebP, GIF, AVIF, MP3, M4A, Ogg, WAV ou du son WebM.`,
  video_not_accepted: ({ found }) =>
    `C’est un film en ${found}, que certains navigateurs ne lisent pas. Exportez-le en MP4 ou WebM et envoyez-le de nouveau.`,
  kind_not_asked: ({ found, kinds }) => `C’est ${found}, et on demande ici ${kinds}. Choisissez un autre fichier.`,
  image_too_large: ({ size }) => `L’image dépasse ${size}, la limite. Réduisez-la et envoyez-la de nouveau.`,
  audio_too_large: ({ size }) => `L’enregistrement dépasse ${size}, la limite. Coupez-le ou compressez-le et envoyez-le de nouveau.`,
  video_too_large: ({ size }) => `Le film dépasse ${size}, la limite. Coupez-le ou compressez-le et envoyez-le de nouveau.`,
  zip_too_large: ({ size }) => `L’archive dépasse ${size}, la limite. Envoyez-la en plusieurs parties.`,
  too_many_pixels: ({ limit, found }) =>
    `L’image a ${found} pixels ; ${limit} au plus sont acceptés. Réduisez-la et envoyez-la de nouveau.`,
  too_many_frames: ({ limit, found }) =>
    `L’animation a ${found} images ; ${limit} au plus sont acceptées. Raccourcissez-la, ou envoyez-la comme film.`,
  image_unreadable: () => 'L’image est abîmée et ne peut pas être montrée. Exportez-la et envoyez-la de nouveau.',
  audio_unreadable: () =>
    'L’enregistrement est abîmé et ne peut pas être écouté. Enregistrez-le ou exportez-le de nouveau, puis renvoyez-le.',
  video_unreadable: () => 'Le film est abîmé, coupé, ou sans image. Exportez-le de nouveau en MP4 ou WebM, puis renvoyez-le.',
  file_too_large: ({ size }) => `Le fichier dépasse ${size}, la limite de cette tâche. Réduisez-le et envoyez-le de nouveau.`,
  name_taken: () => 'Le projet a un autre fichier de ce nom. Renommez celui-ci, ou retirez l’autre.',
  name_unusable: ({ limit }) =>
    `Son nom est vide, dépasse ${limit} caractères, ou contient des caractères qui ne peuvent pas être affichés.`,
  too_many_files: ({ limit }) =>
    `Seuls les ${limit} premiers fichiers ont été pris. Envoyez les autres ensuite, ou tous dans une archive zip.`,
}

const sentences: Record<Locale, Sentences> = { en, fr }

/** Why a file was not kept, and what to do. */
export function sentenceOfProblem({ code, params }: Pick<MediaProblem, 'code' | 'params'>, locale: Locale): string {
  const text = (value: string | number | undefined) => (typeof value === 'number' ? formatNumber(value, locale) : (value ?? '?'))
  const limit = params['limit']
  return sentences[locale][code]({
    limit: text(limit),
    found: text(params['found']),
    kinds: text(params['kinds'])
      .split(' ')
      .map((kind) => KINDS[locale][kind] ?? kind)
      .join(OR[locale]),
    size: typeof limit === 'number' ? formatBytes(limit, locale) : '?',
  })
}

export const messages = catalogue({
  en: {
    title: 'Images, sounds and films',
    of: ({ project }: { project: string }) => `Images, sounds and films of “${project}”`,
    lead: 'Files that tasks show. The rows of an import refer to them by their name.',
    upload: {
      title: 'Add files',
      files: 'Files',
      hint: ({ image, audio, video, zip }: { image: string; audio: string; video: string; zip: string }) =>
        `Images up to ${image} (PNG, JPEG, WebP, GIF, AVIF), sounds up to ${audio} (MP3, M4A, Ogg, WAV, WebM), films up to ${video} (MP4, WebM), or a zip archive of them up to ${zip}. Images are encoded anew, so that place, camera and owner written inside them are gone.`,
      submit: 'Send the files',
    },
    report: {
      none: 'No file was chosen.',
      stored: ({ count, text }: { count: number; text: string }) => (count === 1 ? 'One file was kept.' : `${text} files were kept.`),
      nothingStored: 'No file was kept.',
      more: ({ text }: { text: string }) => `and ${text} more`,
      whole: 'The upload',
    },
    columns: { name: 'Name', type: 'Type', size: 'Size', added: 'Added', actions: 'Changes' },
    remove: 'Remove',
    empty: 'No file yet',
    emptyWhy: 'Only tasks that show an image or a film, or play a sound, need files.',
    done: { removed: 'The file was removed.' },
  },
  fr: {
    title: 'Images, sons et films',
    of: ({ project }) => `Images, sons et films de « ${project} »`,
    lead: 'Les fichiers que montrent les tâches. Les lignes d’un import les désignent par leur nom.',
    upload: {
      title: 'Ajouter des fichiers',
      files: 'Fichiers',
      hint: ({ image, audio, video, zip }) =>
        `Des images jusqu’à ${image} (PNG, JPEG, WebP, GIF, AVIF), des sons jusqu’à ${audio} (MP3, M4A, Ogg, WAV, WebM), des films jusqu’à ${video} (MP4, WebM), ou une archive zip de ceux-ci jusqu’à ${zip}. Les images sont réencodées : lieu, appareil et propriétaire écrits à l’intérieur disparaissent.`,
      submit: 'Envoyer les fichiers',
    },
    report: {
      none: 'Aucun fichier n’a été choisi.',
      stored: ({ count, text }) => (count === 1 ? 'Un fichier est gardé.' : `${text} fichiers sont gardés.`),
      nothingStored: 'Aucun fichier n’est gardé.',
      more: ({ text }) => `et ${text} autres`,
      whole: 'L’envoi',
    },
    columns: { name: 'Nom', type: 'Type', size: 'Taille', added: 'Ajouté le', actions: 'Changements' },
    remove: 'Retirer',
    empty: 'Pas encore de fichier',
    emptyWhy: 'Seules les tâches qui montrent une image ou un film, ou font entendre un son, ont besoin de fichiers.',
    done: { removed: 'Le fichier est retiré.' },
  },
})
