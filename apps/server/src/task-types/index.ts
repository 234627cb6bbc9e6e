export { isIssueCode, issueSentence, sentencesOf } from './issue-sentence.ts'
export { drawShapes, type ShapeKind } from './image-class/draw-shapes.ts'
export { drawStreet, STREET, streetOf } from './drawing/draw-street.ts'
export { secondsOf, singVowels, type Vowel } from './shared/sounds.ts'
export { findTaskType, getTaskSetup, taskTypes } from './registry.ts'
export { decodeCounts, encodeCounts, extentOfRuns, paintRuns, runsOf } from '@canut/contract/run-lengths'
export type {
  Consolidated,
  ConsolidatedTask,
  FileFacts,
  GivenResponse,
  Issue,
  Preset,
  SampleSet,
  ScreenProps,
  TaskSetup,
  TaskType,
  WantedFiles,
} from './task-type.ts'
