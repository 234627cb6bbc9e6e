import type { Result } from '@canut/domain'
import type { Services } from '../platform/services.ts'
import { createProject } from '../projects/index.ts'
import { REQUESTER } from './demo-people.ts'

export interface DemoWorker {
  readonly id: string
  readonly accuracy: number
}

export interface Cast {
  readonly stewardId: string
  readonly requesterId: string
  readonly organisationId: string
  readonly workers: readonly DemoWorker[]
}

export interface ProjectToTell {
  readonly name: string
  readonly taskType: string
  readonly language: string | null
  readonly purpose: string
  readonly resultUse: 'train_ai' | 'verify_ai' | 'research'
}

/** A project of the library, with everything that workers must be told. */
export async function tellProject(services: Services, cast: Cast, project: ProjectToTell): Promise<string> {
  const client = 'Bibliothèque des Pentes (demo)'
  return taken(
    await createProject(
      services,
      { organisationId: cast.organisationId, by: cast.requesterId },
      {
        ...project,
        finalClient: client,
        resultUseDetail: '',
        dataDestination: 'The library’s own server, in Lyon. Nobody else receives them.',
        dataRetention: 'Two years, then deleted.',
        sensitiveCategories: ['none'],
        contactName: 'Robin',
        contactEmail: REQUESTER.email,
        chain: [{ party: client, role: 'final client', country: 'FR', sharePercent: 0 }],
      },
    ),
  )
}

export function taken<T>(result: Result<T, { kind: string }>): T {
  if (!result.ok) throw new Error(`the demonstration was refused: ${JSON.stringify(result.error)}`)
  return result.value
}

/** In [0, 1), always the same for the same numbers. */
export function pseudoRandom(a: number, b: number): number {
  const x = Math.sin(a * 12.9898 + b * 78.233) * 43_758.5453
  return x - Math.floor(x)
}
