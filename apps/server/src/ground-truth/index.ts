export { maskLabel } from './manifest-labels.ts'
export { earlierLabel, fileNamesOf, isManifestLine, outputLine, problemsOfLine } from './manifest-line.ts'
