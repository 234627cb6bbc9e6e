import type { Result } from '@canut/domain'
import type { Child } from 'hono/jsx'
import type { Locale } from '../platform/i18n/index.ts'
import type { MediaKind } from '../platform/uploads/index.ts'

/**
 * Something wrong with settings, a row or a response; `issueSentence` says it in each language. `path` names the column of a
 * row, the member of a response, or the form field of the settings (which is also their path in JSON, such as `question.en`).
 */
export interface Issue {
  readonly path: string
  readonly code: string
  readonly params: Record<string, string | number>
}

export interface SampleSet {
  readonly settings: unknown
  readonly instructions: Record<Locale, string>
  /** rows as an import would read them, the truth column included where the sample has one */
  readonly rows: readonly Record<string, string>[]
  /** the files that rows refer to, as drawings: a demo renders them to images of the same names */
  readonly drawings: readonly { readonly name: string; readonly svg: string }[]
  /** the sounds that rows refer to, made when they are asked for */
  readonly sounds?: readonly { readonly name: string; wav(): Uint8Array<ArrayBuffer> }[]
  /** the films that rows refer to, read when they are asked for */
  readonly films?: readonly { readonly name: string; webm(): Uint8Array<ArrayBuffer> }[]
}

/** A use that deserves an entry of its own where requesters choose: the same type with its settings made up already. */
export interface Preset {
  readonly name: string
  readonly title: Record<Locale, string>
  readonly summary: Record<Locale, string>
  readonly sample: SampleSet
}

/** A kind of micro-task: one folder of this feature, listed in registry.ts. */
export interface TaskType {
  readonly name: string
  readonly title: Record<Locale, string>
  readonly summary: Record<Locale, string>
  readonly sample: SampleSet
  readonly presets: readonly Preset[]
  /** whether a response can be one of a few labels; for which settings it is, `TaskSetup.categories` says */
  readonly hasCategories: boolean
  /** JSON Schema (2020-12) of the settings, for the API and its description */
  readonly settingsSchema: Record<string, unknown>
  /** The settings of a batch from its form: fields named as SettingsFields names them. Unchecked: give them to `setUp`. */
  settingsFromForm(form: FormData): unknown
  /** addresses of the scripts that `SettingsFields` needs */
  readonly settingsScripts?: readonly string[]
  SettingsFields(props: { settings: unknown; issues: readonly Issue[]; locale: Locale }): Child
  /** Opens the type for one batch: checks the settings once, and everything else follows from them. */
  setUp(settings: unknown): Result<TaskSetup, Issue[]>
}

/** How near a response is to the known one. */
export interface Judgement {
  readonly right: boolean
  /** 1 for the same, 0 for nothing in common: intersection over union, share of equal words, … as the type says */
  readonly score: number
}

export interface GivenResponse {
  /** any name of the task, the same for all its responses */
  readonly task: string
  readonly worker: string
  readonly response: unknown
  /** of the task */
  readonly payload: unknown
}

export interface ConsolidatedTask {
  readonly task: string
  /** what the task is held to be, as a response in its canonical form; null when nothing can be said */
  readonly response: unknown
  /** 0 to 1; null where the method says nothing of it */
  readonly confidence: number | null
  readonly responses: number
}

export interface ConsolidatedWorker {
  readonly worker: string
  readonly responses: number
  /** how near the worker's responses are to the consolidated ones, 0 to 1, with the 90 % interval where the method gives one */
  readonly agreement: number
  readonly interval: readonly [low: number, high: number] | null
}

export interface Consolidated {
  readonly tasks: readonly ConsolidatedTask[]
  readonly workers: readonly ConsolidatedWorker[]
  /** what the method was given and what it found, for the record that goes with every export */
  readonly parameters: Readonly<Record<string, string | number | boolean>>
}

/**
 * How many responses become one per task.
 * - `labels`: `label` is all that counts, so that the methods for categories do it, at any volume; `ordered` names the labels
 *   of a scale from its lowest step. Only the methods named are offered.
 * - `responses`: the type does it itself, from whole responses. Pure: the same input gives the same output in any order.
 * The first method is used where the batch names none.
 */
export type Consolidation =
  | { readonly kind: 'labels'; readonly methods: readonly string[]; readonly ordered?: readonly string[] }
  | {
      readonly kind: 'responses'
      readonly methods: readonly string[]
      consolidate(method: string, given: readonly GivenResponse[]): Consolidated
    }

/** The columns that a type reads; others are ignored. A row of JSON Lines has members of these names. */
export interface Columns {
  /** the file must have them; whether a cell may be empty is for `readRow` to say */
  readonly required: readonly string[]
  readonly optional: readonly string[]
  /** a row with a value here is a gold task; null when the type has no truth */
  readonly truth: string | null
}

/**
 * What a screen puts in the page, for scripts and for error summaries:
 * - controls are named `response.<path>`, where <path> is the member of the response; nothing else in the form may begin so.
 *   A read-only screen is disabled and never sent; its radios are named `<id>.response.<path>`, so that several fit in one page.
 * - the first control of a member has the id `<id>-<path>`: with the id "f", links of ErrorSummary find it.
 * - a choice that has a key carries it as `data-key` on its input, and as a `<kbd>` for the eye: "1" to "9" for the first
 *   nine, "0" for "none of these". Only one group of a screen has keys.
 */
export interface ScreenProps {
  /** unique in the page: prefix of ids */
  readonly id: string
  /** of this assignment: what is drawn by lot on screen follows from it, and so stays as it is when the page is opened again */
  readonly seed: string
  readonly payload: unknown
  /** a draft, or a response being changed; null for an empty form */
  readonly response: unknown
  readonly locale: Locale
  /** the address of an uploaded file by its name; null when the project has no such file */
  readonly mediaUrl: (name: string) => string | null
  /** where the sandboxed frame of a requester's page comes from */
  readonly frameUrl?: string
  readonly readOnly?: boolean
  /** for content that may hurt: its kinds in the words of the page, and how much this person blurs it (0 to 100) */
  readonly exposure?: { readonly categories: readonly string[]; readonly blurPercent: number }
  /** what `check` found, shown at the control it is about */
  readonly issues?: readonly Issue[]
}

/** A file that a response names, as the server found it. */
export interface FileFacts {
  readonly contentType: string
  readonly bytes: number
  /** of a sound or a film; null where its container does not say */
  readonly seconds: number | null
  /** whether what a camera wrote into a photo is still in it, as the worker agreed when sending it */
  readonly keepsExif: boolean
}

/** Files that a worker sends for a response and before it: recordings, photos. */
export interface WantedFiles {
  readonly kinds: readonly MediaKind[]
  /** of one file */
  readonly maxBytes: number
  /** how many a response may name */
  readonly most: number
  /** what a camera wrote into a photo, the place included, may stay: the project asks for it, and the worker has to agree as well */
  readonly mayKeepExif: boolean
  /** public ids in a response that was checked, each with the member that names it */
  named(response: unknown): readonly { readonly path: string; readonly file: string }[]
  /**
   * Checks a checked response once more, given the files it names: each is there, whole, and was sent for this assignment.
   * Returns what is kept, which may say of the files what only the server knows.
   */
  check(response: unknown, payload: unknown, files: ReadonlyMap<string, FileFacts>): Result<unknown, Issue[]>
}

export interface TaskSetup {
  readonly settings: unknown
  readonly columns: Columns
  /** addresses of the scripts that `Screen` needs, such as "/assets/drawing.js": a page that shows it loads these and no others */
  readonly scripts: readonly string[]
  /** true where files are shown inside a sandboxed frame, which can load only addresses that are made for it */
  readonly framed?: boolean
  /** its screens show `exposure` on a cover: a page for workers reads it only then */
  readonly coversContent?: boolean
  /** what the page that shows the screen asks the browser for; nothing where it is absent */
  readonly permissions?: readonly ('microphone' | 'camera')[]
  /** tasks are small and people do them away from a line: a packet is fetched ahead, as many as the rules say */
  readonly inPackets?: boolean
  /** absent where a response has no files */
  readonly files?: WantedFiles
  /** One imported row to a task. All its problems at once; a row with problems is not imported at all. */
  readRow(row: Readonly<Record<string, unknown>>): Result<{ payload: unknown; truth: unknown }, Issue[]>
  /** names of uploaded files that a payload refers to */
  mediaNames(payload: unknown): readonly string[]
  /** JSON Schema (2020-12) of a response */
  readonly responseSchema: Record<string, unknown>
  /** Checks a response against the schema and against what a schema cannot say; returns it in its canonical form. */
  check(response: unknown, payload: unknown): Result<unknown, Issue[]>
  /** the response in the fields of the plain form that `Screen` renders */
  fromForm(form: FormData): unknown
  /** how many labels a response may have when it has exactly one of a few, which the stop rule needs; else null */
  readonly categories: number | null
  /** the value that responses are compared by; null when nothing can be compared */
  label(response: unknown): string | null
  /** the label that a truth stands for, comparable with `label` */
  truthLabel(truth: unknown): string | null
  /** Compares with a known response, within the tolerance of the settings; null when the two cannot be compared. */
  judge(response: unknown, truth: unknown): Judgement | null
  /** null where responses are never made one, as in a survey */
  readonly consolidation: Consolidation | null
  /** the controls of one task, without the form around them: real inputs that work without script */
  Screen(props: ScreenProps): Child
  /** a response as a person reads it: in review, history, results */
  describe(response: unknown, locale: Locale): string
  /** the columns that `toRow` fills, in order, known before the first response */
  readonly rowColumns: readonly string[]
  /** columns of an export beside the label, for spreadsheets; every column of `rowColumns` has a value, maybe empty */
  toRow(response: unknown): Record<string, string>
}
