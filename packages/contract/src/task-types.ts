/**
 * What a response to each kind of task is. The shapes only: which labels, how many and inside which picture is a matter of
 * the batch, and the task type checks it (`apps/server/src/task-types/<kind>`).
 *
 * Pictures are measured in pixels of the natural image, from its top left corner, whole numbers, whatever the size on
 * screen. Sound and video in seconds with at most three decimals. Text offsets in code points, the end exclusive.
 */

/** Natural width and height of a picture, in pixels. */
export interface Size {
  readonly w: number
  readonly h: number
}

export type Point = readonly [x: number, y: number]

/** More about one shape: what the batch asks of each ("truncated": "yes"). */
export type Attributes = Readonly<Record<string, string>>

export interface Box {
  /** unique in the response */
  readonly id: string
  readonly label: string
  readonly x: number
  readonly y: number
  /** at least 1 */
  readonly w: number
  readonly h: number
  readonly attrs?: Attributes
}

export interface BboxResponse {
  readonly size: Size
  /** empty: the worker saw nothing to label */
  readonly boxes: readonly Box[]
}

/** A polygon (closed, three points or more, the first not repeated), a polyline (open, two or more) or a line (open, two). */
export interface Shape {
  readonly id: string
  readonly label: string
  readonly closed: boolean
  readonly points: readonly Point[]
  readonly attrs?: Attributes
}

export interface PolygonResponse {
  readonly size: Size
  readonly shapes: readonly Shape[]
}

/** v as COCO says it: 0 not there, 1 there but hidden, 2 visible. */
export interface Keypoint {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly v: 0 | 1 | 2
}

export interface KeypointObject {
  readonly id: string
  readonly label: string
  /** one per name of the skeleton, in its order; x and y are 0 where v is 0 */
  readonly points: readonly Keypoint[]
}

export interface KeypointsResponse {
  readonly size: Size
  readonly objects: readonly KeypointObject[]
}

/** A run-length mask as COCO compresses it: column by column, the first run is background. */
export interface MaskRegion {
  readonly id: string
  readonly label: string
  readonly counts: string
}

/** Semantic: at most one region per label. Instance: one region per object. Regions never overlap. */
export interface MaskResponse {
  readonly size: Size
  readonly regions: readonly MaskRegion[]
}

export interface Span {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly label: string
}

export interface Relation {
  /** ids of spans */
  readonly from: string
  readonly to: string
  readonly label: string
}

export interface SpansResponse {
  /** in order of start, then end */
  readonly spans: readonly Span[]
  readonly relations?: readonly Relation[]
}

export interface PairwiseResponse {
  readonly choice: 'a' | 'b' | 'tie'
  /** how much better, 1 slightly to 4 much; absent for a tie or where it is not asked */
  readonly strength?: number
  /** per named criterion */
  readonly criteria?: Readonly<Record<string, 'a' | 'b' | 'tie'>>
  /** which side stood left: order on screen is drawn by lot */
  readonly shownFirst: 'a' | 'b'
}

export interface RankingResponse {
  /** ranks run parallel to the items of the task, from 1; equal numbers are a tie */
  readonly dimensions: readonly { readonly name: string; readonly ranks: readonly number[] }[]
}

export interface Segment {
  readonly start: number
  readonly end: number
  readonly speaker?: string
  readonly text: string
}

export interface TranscribeResponse {
  /** in order of start; empty: nothing is said */
  readonly segments: readonly Segment[]
}

/** Where something stands in a picture: whole pixels from its top left corner, at least 1 wide and high. */
export interface LineBox {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** One line of a document. */
export interface CheckedLine {
  /** whether its draft was right as it stood */
  readonly ok: boolean
  /** the right text: the draft itself when ok, empty where no line is */
  readonly text: string
  /** in the picture of the document, where the task says it */
  readonly box?: LineBox
}

export interface CheckResponse {
  /** whether the draft was right as it stood: of a document, every line of it */
  readonly ok: boolean
  /** the right text: the draft itself when ok; of a document, its lines with a line break between */
  readonly text: string
  /** of a document that is checked line by line, in the order of the task */
  readonly lines?: readonly CheckedLine[]
}

export interface VoiceResponse {
  /** public id of the file that the worker sent for this assignment */
  readonly audio: string
  /** seconds */
  readonly duration: number
  readonly sampleRate: number
  /** of the loudest sample, in decibels below full scale, 0 or less */
  readonly peakDb: number
  readonly clipped: boolean
}

export interface TranslationError {
  readonly start: number
  readonly end: number
  readonly category: string
  readonly severity: 'minor' | 'major' | 'critical'
}

export interface TranslationResponse {
  readonly text: string
  /** of the draft, 1 bad to 5 very good */
  readonly rating?: number
  /** whether the text differs from the draft; false when there was none */
  readonly edited: boolean
  /** marked in the draft */
  readonly errors?: readonly TranslationError[]
}

/** One or several of the labels; reasons and a step of a scale where the batch asks for them. */
export interface ClassResponse {
  readonly label?: string
  readonly labels?: readonly string[]
  readonly reasons?: readonly string[]
}

export interface SentFile {
  /** public id of the file that the worker sent for this assignment */
  readonly file: string
  /** sent: as the worker's device calls it; kept: after the field, "photo-1" */
  readonly name: string
  /** MIME type and bytes as the server found them; it writes both, whatever was sent */
  readonly type?: string
  readonly size?: number
  /** true: what the camera wrote into the photo is still in it, the place included, as the worker agreed; else absent */
  readonly keepsExif?: true
}

/** A value per field that was filled in, by its name; files by the same names. */
export interface CollectResponse {
  readonly [field: string]: string | number | readonly string[] | readonly SentFile[]
}

/** What the page of a requester's own template collected. */
export interface TemplateResponse {
  /** by the names of its fields, in the shapes that Ground Truth documents; flat where the page asks for `flatten-objects` */
  readonly answer: Readonly<Record<string, unknown>>
  /** whatever `answer` cannot hold: all values of a name that several fields share, in the order of the page, or before flattening */
  readonly _all?: Readonly<Record<string, readonly unknown[]>>
}
