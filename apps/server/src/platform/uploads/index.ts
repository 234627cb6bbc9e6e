export { sniffBytes, sniffMedia, type SniffedMedia } from './sniff.ts'
export { type Unpacked, unpackZip, type UnpackZipOptions, type ZipMedia } from './unpack-zip.ts'
export { type ZipLimits, zipLimits, type ZipProblem, type ZipProblemCode } from './zip-inspection.ts'
