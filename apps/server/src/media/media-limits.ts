/** What may be uploaded to a project. A decimal megabyte, as file managers show it. */
export const MEDIA_LIMITS = {
  imageMaxBytes: 20_000_000,
  audioMaxBytes: 50_000_000,
  videoMaxBytes: 50_000_000,
  zipMaxBytes: 1_000_000_000,
  filesMax: 1000,
  /** pixels of all frames together: what an image takes in memory once unpacked, whatever its file weighs */
  pixelsMax: 100_000_000,
  /** of an animation: each takes time to encode, however small it is, and images wait for one another */
  framesMax: 2000,
  nameMaxLength: 200,
} as const
