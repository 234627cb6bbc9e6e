import { harmfulAmong, NO_CHOICES } from '@canut/domain'
import { findChoices } from '../exposure/index.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { Button } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { sensitiveCategories } from '../projects/index.ts'
import { getTaskSetup, type Issue, type ScreenProps, type TaskSetup } from '../task-types/index.ts'
import { readScreenFiles, type ScreenFiles } from '../work-files/index.ts'
import { messages } from './pages.messages.ts'
import { readShownTasks, type OfferOfBatch, type ShownTask } from './offers.store.ts'

export interface TaskFormProps {
  readonly task: ShownTask
  readonly setup: TaskSetup
  readonly files: ScreenFiles
  readonly locale: Locale
  readonly response: unknown
  readonly exposure?: ScreenProps['exposure']
  readonly issues?: readonly Issue[]
}

/** The form of one task: a real form, so that it works without script; the script swaps one for the next. */
export function TaskForm({ task, setup, files, locale, response, exposure, issues }: TaskFormProps) {
  const t = messages[locale].task
  const assignment = publicId('asg', task.id)
  const changing = task.state === 'submitted'
  return (
    <form
      class="task-form"
      method="post"
      action={`/work/tasks/${assignment}`}
      data-assignment={assignment}
      data-number={task.number}
      data-expires={task.leaseExpiresAt.toISOString()}
      data-draft-version={task.draftVersion}
      data-state={task.state}
      aria-label={t.title({ number: task.number })}
    >
      <main id="main" class="task-area" tabindex={-1}>
        <setup.Screen
          id="f"
          seed={task.id}
          payload={task.payload}
          response={response}
          locale={locale}
          {...files}
          issues={issues ?? []}
          {...(exposure === undefined ? {} : { exposure })}
        />
      </main>
      {changing && <input type="hidden" name="change" value="yes" />}
      <footer class="task-actions">
        {!changing && (
          <>
            <Button look="quiet" name="do" value="skip" formnovalidate shortcut="S">
              {t.skip}
            </Button>
            <a class="button button-quiet" href={`/work/tasks/${assignment}/report`} data-do="report">
              {t.report} <kbd>R</kbd>
            </a>
          </>
        )}
        {/* only the script knows the last one, and shows this then */}
        <Button type="button" look="quiet" shortcut="U" data={{ do: 'undo' }} hidden>
          {t.undo}
        </Button>
        {/* shown when a newer draft from elsewhere took the place of what the device kept */}
        <Button type="button" look="quiet" data={{ do: 'put-back' }} hidden>
          {t.putBack}
        </Button>
        <span class="task-status" role="status"></span>
        <Button name="do" value="submit" shortcut="Enter">
          {changing ? t.change : t.submit}
        </Button>
      </footer>
    </form>
  )
}

export interface ShownForms {
  readonly setup: TaskSetup
  readonly tasks: readonly ShownTask[]
  readonly exposure?: ScreenProps['exposure']
  /** addresses of what a task shows */
  filesOf(task: ShownTask): ScreenFiles
}

/** Everything that the forms of these assignments need: two statements whatever their number. */
export async function readForms(
  services: Services,
  { offer, workerId, locale }: { offer: OfferOfBatch; workerId: string; locale: Locale },
  ids: readonly string[],
): Promise<ShownForms> {
  const setup = getTaskSetup(offer.taskType, offer.settings)
  const tasks = await readShownTasks(services.db, ids, workerId)
  const sent = (response: unknown) => (setup.files?.named(response) ?? []).map(({ file }) => file)
  const names = tasks.flatMap(({ payload, draft, response }) => [...setup.mediaNames(payload), ...sent(draft ?? response)])
  const filesFor = await readScreenFiles(services, offer.projectId, names, setup.framed === true)
  const exposure = setup.coversContent === true ? { exposure: await exposureOf(services, offer, workerId, locale) } : {}
  return { setup, tasks, filesOf: ({ id: assignmentId }) => filesFor({ assignmentId }), ...exposure }
}

/** What the cover of a task says, and how much is blurred under it. */
async function exposureOf(services: Services, offer: OfferOfBatch, workerId: string, locale: Locale) {
  const { blurPercent } = (await findChoices(services.db, workerId, services.now())) ?? NO_CHOICES
  return { blurPercent, categories: harmfulAmong(offer.sensitiveCategories).map((category) => sensitiveCategories[locale][category]) }
}
