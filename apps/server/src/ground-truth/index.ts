export { maskLabel, type ManifestLabel } from './manifest-labels.ts'
export { earlierLabel, fileNamesOf, isManifestLine, MANIFEST_LIMITS, outputLine, problemsOfLine } from './manifest-line.ts'
