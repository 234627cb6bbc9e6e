/** Readers of file formats that come without types; what the tests of exports use of them. */
declare module 'webvtt-parser' {
  export class WebVTTParser {
    constructor(entities?: Readonly<Record<string, string>>)
    parse(
      text: string,
      mode?: 'subtitles/captions/descriptions',
    ): {
      cues: { startTime: number; endTime: number; text: string; tree: { children: unknown[] } }[]
      errors: { message: string; line: number }[]
    }
  }
}
declare module 'xliff' {
  const readers: { xliff2js(xml: string): Promise<unknown> }
  export default readers
}
declare module 'tmexchange' {
  const readers: { tmx2js(xml: string, done: (error: Error | null, result: unknown) => void): void }
  export default readers
}
