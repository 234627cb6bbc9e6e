import type { ANSWER_FORMATS } from '@canut/contract'
import type { Locale } from '../../platform/i18n/index.ts'

/** One answer: to a task by one worker, or what became of all responses to it. */
export interface ExportRow {
  /** number of the task in its batch */
  readonly task: number
  /** the task as its type keeps it */
  readonly payload: unknown
  /** in the shape of the task type (task-responses.ts of the contract); null where nothing can be said yet */
  readonly response: unknown
  /** how a result came about: a method's name, "adjudicated" where a person settled it; null where nobody had to choose */
  readonly method: string | null
  /** per-batch pseudonym; null for a result, which several people made */
  readonly worker: string | null
  /** 0 to 1; null where the method says nothing, and for a single response */
  readonly confidence: number | null
  /** how many responses it rests on */
  readonly people: number
  /** the known response of a gold task */
  readonly truth: unknown
  /** ISO 8601; null for a result */
  readonly submittedAt: string | null
  /** null for a result */
  readonly workMs: number | null
  /** the file's members that the task type does not read, to be handed on */
  readonly passed: Readonly<Record<string, unknown>> | null
  /** of the file that the task was imported from; null when it was not */
  readonly sourceLine: number | null
  /** the answer of an earlier step that the task was made of; null when it was imported. Without an assignment, of all responses together. */
  readonly origin: { readonly batch: string; readonly task: number; readonly assignment: string | null } | null
}

export interface OpenedFile {
  readonly name: string
  readonly contentType: string
  readonly bytes: number
  readonly content: AsyncIterable<Uint8Array>
}

/** How responses were made one. */
export interface ExportRun {
  readonly id: string
  /** such as "majority-vote" */
  readonly method: string | null
  /** of Canut */
  readonly version: string | null
  readonly parameters: Readonly<Record<string, string | number | boolean>>
}

/** Of whom and of what the answers are; the same for a whole file. */
export interface ExportContext {
  readonly answers: AnswerKind
  readonly batch: { readonly id: string; readonly name: string; readonly taskType: string; readonly settings: unknown }
  /** of the project; null where it names none */
  readonly language: string | null
  /** the last run, which made the results; null for single responses, and before a run */
  readonly run: ExportRun | null
  /** address of what tells who made the data, and how */
  readonly about: string
  readonly now: Date
  /** a folder for what must wait until the end of a file */
  readonly scratchDir: string
  /** fields of the pages of a requester that responses filled in; empty for other kinds of task */
  readonly answerKeys: readonly string[]
  /** A file that a payload or a response names; null when there is none any more. */
  openFile(name: string): Promise<OpenedFile | null>
  /** The texts that later steps of a chain left when they checked a transcript of this recording, a response to the task. */
  listChecks(task: number, audio: string): Promise<readonly string[]>
}

/** `results`: one answer per task. `responses`: every response by itself. */
export type AnswerKind = 'results' | 'responses'

/**
 * A way to write answers down. Memory does not grow with the number of rows, but for a line per file of a zip archive;
 * whoever stops reading stops the rows too.
 */
export interface ExportFormat {
  /** also the end of the file's name */
  readonly name: (typeof ANSWER_FORMATS)[number]
  readonly mediaType: string
  readonly title: Record<Locale, string>
  /** one plain sentence: what it is good for */
  readonly summary: Record<Locale, string>
  /** which task types it can hold; null for all */
  readonly types: readonly string[] | null
  readonly answers: readonly AnswerKind[]
  /** of batches of these types, those that it is for by their settings; absent: all */
  suits?(settings: unknown): boolean
  write(rows: AsyncIterable<ExportRow>, context: ExportContext): AsyncIterable<string | Uint8Array>
}
