import { listIn, textIn, textsOf } from '../../platform/members.ts'

/** The labels that a response of one or several labels names, in its order. */
export function labelsIn(response: unknown): string[] {
  const label = textIn(response, 'label')
  return label === '' ? textsOf(listIn(response, 'labels')) : [label]
}
