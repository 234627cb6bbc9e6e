/** One item of a `result` list, as Label Studio writes and reads it. Measures of pictures are hundredths of their width and height. */
export interface ResultItem {
  readonly id: string
  readonly from_name?: string
  readonly to_name?: string
  readonly type: string
  readonly value?: Readonly<Record<string, unknown>>
  readonly original_width?: number
  readonly original_height?: number
  readonly image_rotation?: number
  readonly [member: string]: unknown
}
