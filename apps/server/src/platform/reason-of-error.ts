import type { Sentences } from './startup-problem.ts'

const REASONS: Readonly<Record<string, Sentences>> = {
  ENOENT: { en: 'there is no such file or folder', fr: 'il n’y a pas de fichier ou de dossier de ce nom' },
  EACCES: { en: 'its access rights do not allow it', fr: 'ses droits d’accès ne le permettent pas' },
  EPERM: { en: 'its access rights do not allow it', fr: 'ses droits d’accès ne le permettent pas' },
  EISDIR: { en: 'it is a folder', fr: 'c’est un dossier' },
  ENOTDIR: { en: 'a part of the path is not a folder', fr: 'une partie du chemin n’est pas un dossier' },
  ENOSPC: { en: 'the disk is full', fr: 'le disque est plein' },
  EROFS: { en: 'the disk is read-only', fr: 'le disque est en lecture seule' },
  ENAMETOOLONG: { en: 'the name is too long', fr: 'le nom est trop long' },
}

export const isOfSystem = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error

/** Why the operating system refused, to stand after a colon; its own word where there is no better one. */
export function reasonOf(code: string | undefined): Sentences {
  const word = code ?? 'EUNKNOWN'
  return REASONS[word] ?? { en: word, fr: word }
}
