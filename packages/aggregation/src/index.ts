export { accuracy, type Accuracy, type AccuracyOptions } from './accuracy.ts'
export { agreement, type Agreement } from './agreement.ts'
export { answerAt, answers, topLabels, type Aggregate, type Answer } from './aggregate.ts'
export { AggregationError, type AggregationRefusal } from './aggregation-error.ts'
export { crowd, crowdBuilder, type Crowd, type CrowdBuilder, type CrowdOptions, type Response, type ResponseColumns } from './crowd.ts'
export { dawidSkene, type DawidSkene, type DawidSkeneOptions } from './dawid-skene.ts'
export { expectedResponses, type StopRuleFigures } from './expected-responses.ts'
export { majorityVote, type MajorityVote } from './majority-vote.ts'
export { DEFAULT_PRIOR, oneCoinPosterior, type OneCoinModel, type OneCoinPosterior, type WorkerEstimate } from './one-coin.ts'
export { updateOneCoin, type TaskUpdate, type TaskUpdated } from './update-one-coin.ts'
export { voteShares } from './vote-shares.ts'

export { bwa, type Bwa, type BwaOptions } from './categorical/bwa.ts'
export { ebcc, type Ebcc, type EbccOptions } from './categorical/ebcc.ts'
export {
  hierarchicalDawidSkene,
  type HierarchicalDawidSkene,
  type HierarchicalDawidSkeneOptions,
} from './categorical/hierarchical-dawid-skene.ts'
export { ibcc, type BayesianConfusion, type Ibcc, type IbccOptions } from './categorical/ibcc.ts'
export { type Intervals } from './categorical/intervals.ts'
export { oneCoinDawidSkene, type OneCoinDawidSkene, type OneCoinDawidSkeneOptions } from './categorical/one-coin-dawid-skene.ts'
export { type Posteriors, type StartOptions } from './categorical/starting-posteriors.ts'
