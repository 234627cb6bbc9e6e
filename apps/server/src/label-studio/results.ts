import type {
  BboxResponse,
  CheckResponse,
  KeypointsResponse,
  MaskResponse,
  PairwiseResponse,
  PolygonResponse,
  RankingResponse,
  SpansResponse,
  TranscribeResponse,
  TranslationResponse,
} from '@canut/contract'
import {
  bboxFrom,
  bboxItems,
  keypointItems,
  keypointsFrom,
  maskFrom,
  maskItems,
  polygonFrom,
  polygonItems,
  type SkeletonNames,
} from './picture-results.ts'
import { listOf, membersOf, textIn, type Members } from '../platform/members.ts'
import type { ResultItem } from './result-item.ts'
import {
  checkFrom,
  checkItems,
  choiceItems,
  choicesFrom,
  collectFrom,
  collectItems,
  pairwiseFrom,
  pairwiseItems,
  rankingFrom,
  rankingItems,
  spanItems,
  spansFrom,
  transcriptFrom,
  transcriptItems,
  translationFrom,
  translationItems,
} from './text-results.ts'

/** What of a batch the two forms of an answer depend on. */
export interface ResultSetting {
  readonly taskType: string
  readonly settings: unknown
  readonly payload: Members
}

const textOf = (payload: Members, name: string): string => (typeof payload[name] === 'string' ? payload[name] : '')

/** A response as the `result` list of Label Studio. Types of ours that it has no region for become the choices, texts and numbers that they are made of. */
export function resultOf(response: unknown, { taskType, payload }: ResultSetting): ResultItem[] {
  switch (taskType) {
    case 'bbox':
      return bboxItems(response as BboxResponse)
    case 'polygon':
      return polygonItems(response as PolygonResponse)
    case 'mask':
      return maskItems(response as MaskResponse)
    case 'keypoints':
      return keypointItems(response as KeypointsResponse)
    case 'image-class':
      return choiceItems(response, 'image')
    case 'text-class':
      return choiceItems(response, 'text')
    case 'spans':
      return spanItems(response as SpansResponse, textOf(payload, 'text'))
    case 'pairwise':
      return pairwiseItems(response as PairwiseResponse)
    case 'ranking':
      return rankingItems(response as RankingResponse)
    case 'transcribe':
      return transcriptItems(response as TranscribeResponse)
    case 'check':
      return checkItems(response as CheckResponse, 'media')
    case 'translation':
      return translationItems(response as TranslationResponse, textOf(payload, 'draft'))
    case 'template':
      return collectItems(membersOf(response)['answer'])
    default:
      return collectItems(response)
  }
}

/** The reverse, for what people or models made elsewhere; null when the list has nothing for this type. What is read here is checked by the type like any row. */
export function responseFrom(result: unknown, { taskType, settings, payload }: ResultSetting): unknown {
  const items = listOf(result).map((item, place) => ({ ...membersOf(item), id: textIn(item, 'id') || String(place + 1) }) as ResultItem)
  if (items.length === 0) return Array.isArray(result) ? nothingFound(taskType, settings) : null
  switch (taskType) {
    case 'bbox':
      return bboxFrom(items)
    case 'polygon':
      return polygonFrom(items)
    case 'mask':
      return maskFrom(items)
    case 'keypoints':
      return keypointsFrom(items, skeletonsOf(settings))
    case 'image-class':
    case 'text-class':
      return choicesFrom(items, { isSeveral: membersOf(settings)['multiple'] === true, labels: valuesOf(membersOf(settings)['labels']) })
    case 'spans':
      return spansFrom(items, textOf(payload, 'text'))
    case 'pairwise':
      return pairwiseFrom(items)
    case 'ranking':
      return rankingFrom(items)
    case 'transcribe':
      return transcriptFrom(items)
    case 'check':
      return checkFrom(items, textOf(payload, 'draft'))
    case 'translation':
      return translationFrom(items, textOf(payload, 'draft'))
    case 'collect':
      return collectFrom(items, settings)
    default:
      return null
  }
}

const valuesOf = (options: unknown): string[] => listOf(options).map((each) => textIn(each, 'value'))

/** Of each label the points of its own skeleton, else those that all others have. */
function skeletonsOf(settings: unknown): SkeletonNames {
  const { labels, points, skeletons } = membersOf(settings)
  const own = new Map(listOf(skeletons).map((each) => [textIn(each, 'label'), valuesOf(membersOf(each)['points'])]))
  return new Map(valuesOf(labels).map((label) => [label, own.get(label) ?? valuesOf(points)]))
}

/** A list without an item says that there is nothing; of pictures it does not say how large they are, and then it says nothing. */
function nothingFound(taskType: string, settings: unknown): unknown {
  if (taskType === 'spans') return { spans: [] }
  // the editor has no tie: one is no item at all
  if (taskType === 'pairwise') return membersOf(settings)['allowTie'] === true ? pairwiseFrom([]) : null
  return taskType === 'transcribe' ? { segments: [] } : null
}
