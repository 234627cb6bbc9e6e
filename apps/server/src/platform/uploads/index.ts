export { MEDIA_KINDS, sniffBytes, sniffMedia, type MediaKind, type SniffedMedia } from './sniff.ts'
export { unpackZip } from './unpack-zip.ts'
export { type ZipProblemCode } from './zip-inspection.ts'
