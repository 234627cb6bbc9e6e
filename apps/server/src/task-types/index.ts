export { isIssueCode, issueSentence, sentencesOf, type IssueCode } from './issue-sentence.ts'
export { findTaskType, getTaskSetup, taskTypes } from './registry.ts'
export type { Columns, Issue, SampleSet, ScreenProps, TaskSetup, TaskType } from './task-type.ts'
