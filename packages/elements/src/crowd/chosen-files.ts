import { CHOSEN_FILES, type ChosenFile } from '@canut/contract/chosen-files'
import { newLocalFile } from '../file-events.ts'
import { crowdMessages } from './crowd.messages.ts'
import { listOf, membersOf, numberOf, textOf } from './values.ts'

/** Chosen files by what the answer says of them; those of a draft are empty ones that stand for the real ones. */
const described = new WeakMap<File, ChosenFile>()
let hand: (file: File, key: string) => void = () => undefined

/** Where files go once an answer or a draft names them: before it, and each once. */
export function handFilesTo(taker: (file: File, key: string) => void): void {
  hand = taker
}

export const isFileField = (element: unknown): element is HTMLInputElement & { readonly type: 'file' } =>
  element instanceof HTMLInputElement && element.type === 'file'

/** A file, or all of them where the field takes several; undefined for none. */
export function valueOfFiles(input: HTMLInputElement): ChosenFile | readonly ChosenFile[] | undefined {
  if (fileProblem(input) !== null) return undefined
  const chosen = [...(input.files ?? [])].map(describe)
  return input.multiple && chosen.length > 0 ? chosen : chosen[0]
}

function describe(file: File): ChosenFile {
  const known = described.get(file)
  if (known !== undefined) return known
  const { name, type, size } = file
  const made = { uploadId: newLocalFile(), name, type, size }
  described.set(file, made)
  hand(file, made.uploadId)
  return made
}

/**
 * Shows the files of a draft in their field again. Pages cannot look into them: what is there has their names, and stands for
 * what the device keeps.
 *
 * @param value as `valueOfFiles` gave it; anything else empties the field
 */
export function restoreFiles(input: HTMLInputElement, value: unknown): void {
  const wanted = (Array.isArray(value) ? listOf(value) : [value]).flatMap(read)
  const transfer = new DataTransfer()
  for (const { name, type } of wanted) transfer.items.add(new File([], name, { type }))
  input.files = transfer.files
  for (const [index, file] of [...(input.files ?? [])].entries()) {
    const chosen = wanted[index]
    if (chosen !== undefined) described.set(file, chosen)
  }
}

function read(value: unknown): ChosenFile[] {
  const { uploadId, name, type, size } = membersOf(value)
  if (typeof uploadId !== 'string' || uploadId === '') return []
  return [{ uploadId, name: textOf(name), type: textOf(type), size: numberOf(size) ?? 0 }]
}

/** Why the chosen files cannot be sent, as far as the browser can say; null when they can. */
export function fileProblem(input: HTMLInputElement): string | null {
  const files = [...(input.files ?? [])].filter((file) => !described.has(file))
  const t = crowdMessages()
  const { most, maxBytes } = CHOSEN_FILES
  const wrong = files.find(({ type }) => type !== '' && (!/^(image|audio)\//.test(type) || type.startsWith('image/svg')))
  if (wrong !== undefined) return t.fileKind(wrong.name)
  const large = files.find(({ size }) => size > maxBytes)
  if (large !== undefined) return t.fileTooLarge(large.name, maxBytes / 1_000_000)
  const empty = files.find(({ size }) => size === 0)
  if (empty !== undefined) return t.fileEmpty(empty.name)
  return (input.files?.length ?? 0) > most ? t.tooManyFiles(most) : null
}

/** Lets the browser say at the field what is wrong with its files. */
export function judgeFiles(input: HTMLInputElement): boolean {
  input.setCustomValidity(fileProblem(input) ?? '')
  return input.reportValidity()
}
