export { sniffBytes, sniffMedia, type SniffedMedia } from './sniff.ts'
export { unpackZip } from './unpack-zip.ts'
export { type ZipProblemCode } from './zip-inspection.ts'
