import { STOP_RULE_DEFAULTS, type StopRule } from '@canut/domain'
import type { BboxResponse } from '@canut/contract'
import { drawShapes, drawStreet, STREET, streetOf, taskTypes, type ShapeKind, type TaskType } from '../task-types/index.ts'
import { PRINTED, SENTENCES, SHAPE_SCENES, STREET_SCENES } from './demo-rows.ts'

export interface DemoProject {
  readonly type: TaskType
  readonly name: string
  readonly purpose: string
  readonly resultUse: 'train_ai' | 'verify_ai' | 'research'
  readonly language: string | null
  readonly priceMicros: bigint
  readonly estimateSeconds: number
  /** of the batch of this week */
  readonly stopRule: StopRule
  readonly rows: readonly Readonly<Record<string, string>>[]
  readonly drawings: readonly { readonly name: string; readonly svg: string }[]
  /** what a careful person answers to a row */
  readonly answers: readonly unknown[]
  /** what somebody who is mistaken answers instead */
  readonly mistake: (answer: unknown) => unknown
}

const SHAPES: readonly ShapeKind[] = ['circle', 'square', 'triangle']

function typeNamed(name: string): TaskType {
  const type = taskTypes.find((each) => each.name === name)
  if (type === undefined) throw new Error(`the demonstration needs the task type ${name}`)
  return type
}

export function demoProjects(): DemoProject[] {
  return [sentences(), shapes(), printedLines(), streets()]
}

function sentences(): DemoProject {
  return {
    type: typeNamed('text-class'),
    name: 'How do readers feel? · Le ressenti des lectrices et lecteurs',
    purpose: 'The library wants to know from the cards in its suggestion box what pleases and what does not.',
    resultUse: 'research',
    language: null,
    priceMicros: 60_000n,
    estimateSeconds: 15,
    stopRule: { kind: 'fixed' },
    rows: SENTENCES.map(([text, feeling, gold]) => ({ text, truth: gold ? feeling : '' })),
    drawings: [],
    answers: SENTENCES.map(([, feeling]) => ({ label: feeling })),
    mistake: () => ({ label: 'neutral' }),
  }
}

function shapes(): DemoProject {
  const scenes = Array.from({ length: SHAPE_SCENES }, (_, i) => ({
    kind: SHAPES[i % 3] as ShapeKind,
    count: 2 + (i % 5),
    name: `scene-${i + 1}.png`,
  }))
  return {
    type: typeNamed('image-class'),
    name: 'Which shape is most common? · Quelle forme domine ?',
    purpose: 'A drawing program learns to count; people check what it should have seen.',
    resultUse: 'train_ai',
    language: null,
    priceMicros: 50_000n,
    estimateSeconds: 12,
    stopRule: { kind: 'until_confident', ...STOP_RULE_DEFAULTS },
    rows: scenes.map(({ kind, count, name }, i) => ({
      image: name,
      alt: `Drawing with ${count} shapes of one kind and ${count - 1} of another`,
      truth: i % 8 === 0 ? kind : '',
    })),
    drawings: scenes.map(({ kind, count, name }, i) => ({ name, svg: drawShapes(kind, count, i) })),
    answers: scenes.map(({ kind }) => ({ label: kind })),
    mistake: (answer) => ({ label: SHAPES.find((shape) => shape !== (answer as { label: string }).label) }),
  }
}

function printedLines(): DemoProject {
  return {
    type: typeNamed('collect'),
    name: 'Old notices, read again · De vieilles annonces relues',
    purpose: 'A machine read old notices of the town; people correct what it misread, so that everybody can search them.',
    resultUse: 'verify_ai',
    language: null,
    priceMicros: 120_000n,
    estimateSeconds: 30,
    stopRule: { kind: 'fixed' },
    rows: PRINTED.map(([text, printed, gold]) => ({ text, truth: gold ? printed : '' })),
    drawings: [],
    answers: PRINTED.map(([, printed]) => ({ corrected: printed })),
    mistake: (answer) => ({ corrected: (answer as { corrected: string }).corrected.replace(/[.]$/, '') }),
  }
}

function streets(): DemoProject {
  const scenes = Array.from({ length: STREET_SCENES }, (_, i) => ({ name: `street-${i + 1}.png`, answer: boxesOf(i), svg: drawStreet(i) }))
  return {
    type: typeNamed('bbox'),
    name: 'Boxes around cars and trees · Des boîtes autour des voitures et des arbres',
    purpose: 'The library shows children how a program learns to find things in drawings of a street.',
    resultUse: 'train_ai',
    language: null,
    priceMicros: 150_000n,
    estimateSeconds: 40,
    stopRule: { kind: 'fixed' },
    rows: scenes.map(({ name, answer }, i) => ({
      image: name,
      alt: 'Drawing of a street with cars and trees',
      width: String(STREET.w),
      height: String(STREET.h),
      truth: i % 6 === 0 ? JSON.stringify(answer) : '',
    })),
    drawings: scenes,
    answers: scenes.map(({ answer }) => answer),
    // somebody in a hurry leaves the last thing out
    mistake: (answer) => ({ ...(answer as BboxResponse), boxes: (answer as BboxResponse).boxes.slice(0, -1) }),
  }
}

function boxesOf(street: number): BboxResponse {
  return { size: STREET, boxes: streetOf(street).map(({ kind, ...place }, i) => ({ id: `s${i + 1}`, label: kind, ...place })) }
}
