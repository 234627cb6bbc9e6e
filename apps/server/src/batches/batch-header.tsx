import type { BatchState } from '@canut/domain'
import { catalogue, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { Chip, State, Tabs, type StateTone } from '../platform/layout/index.ts'
import type { BatchRow } from './batches.store.ts'

const messages = catalogue({
  en: {
    views: 'Views of this batch',
    tabs: {
      overview: 'Overview',
      tasks: 'Tasks',
      instructions: 'Instructions',
      try: 'Try it',
      review: 'Review',
      results: 'Results',
      people: 'In hand and reports',
      settings: 'Settings',
    },
    states: { draft: 'Draft', open: 'Open', paused: 'Paused', closed: 'Closed' },
    demo: 'Demonstration',
  },
  fr: {
    views: 'Vues de ce lot',
    tabs: {
      overview: 'Vue d’ensemble',
      tasks: 'Tâches',
      instructions: 'Consignes',
      try: 'Essayer',
      review: 'Relecture',
      results: 'Résultats',
      people: 'En main et signalements',
      settings: 'Réglages',
    },
    states: { draft: 'Brouillon', open: 'Ouvert', paused: 'En pause', closed: 'Clos' },
    demo: 'Démonstration',
  },
})

const TONES: Record<BatchState, StateTone> = { draft: 'neutral', open: 'active', paused: 'warning', closed: 'ok' }

type BatchTab = keyof (typeof messages)['en']['tabs']

const PATHS: Record<BatchTab, string> = {
  overview: '',
  tasks: '/imports',
  instructions: '/instructions',
  try: '/try',
  review: '/review',
  results: '/results',
  people: '/people',
  settings: '/settings',
}

export function batchPath(batchId: string): string {
  return `/batches/${publicId('bat', batchId)}`
}

/** Where a task came from and what became of it, along the steps of a chain. */
export const originPath = (batchId: string, number: number): string => `${batchPath(batchId)}/tasks/${number}/origin`

/** Title, state and views, the same on every page of a batch. */
export function BatchHeader({
  locale,
  batch,
  projectName,
  tab,
}: {
  locale: Locale
  batch: BatchRow
  projectName: string
  tab: BatchTab | null
}) {
  const t = messages[locale]
  const draftTabs: readonly BatchTab[] = ['overview', 'tasks', 'instructions', 'try', 'settings']
  const tabs: readonly BatchTab[] =
    batch.state === 'draft' ? draftTabs : ['overview', 'tasks', 'instructions', 'try', 'review', 'results', 'people', 'settings']
  return (
    <>
      <p>
        <a href={`/projects/${publicId('prj', batch.project_id)}`}>← {projectName}</a>
      </p>
      <div class="page-title">
        <h1>{batch.name}</h1>
        <div class="actions">
          <State tone={TONES[batch.state]}>{t.states[batch.state]}</State>
          {batch.is_demo && <Chip>{t.demo}</Chip>}
        </div>
      </div>
      <Tabs
        label={t.views}
        tabs={tabs.map((each) => ({ href: batchPath(batch.id) + PATHS[each], label: t.tabs[each], current: each === tab }))}
      />
    </>
  )
}
