import { batchPath, originPath } from '../batches/index.ts'
import { formatDuration, formatInstant, formatMoney, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { Button, Chip, Empty, HiddenFields, Money, Pager, Progress, State, Tabs } from '../platform/layout/index.ts'
import type { PeerRow, ReviewedRow, ReviewedState } from './board.store.ts'
import type { Board } from './read-board.ts'
import { RejectForm, type RefusedRejection } from './reject-form.view.tsx'
import { messages } from './reviews.messages.ts'

export interface BoardProps {
  readonly locale: Locale
  readonly board: Board
  readonly now: Date
  readonly refused: RefusedRejection | null
}

/** The form of all checkboxes; they stand outside of it, because each row has a form of its own. */
const APPROVE = 'approve'

export function boardPath(batchId: string, state: ReviewedState = 'submitted', cursor: string | null = null): string {
  const query = new URLSearchParams({
    ...(state === 'submitted' ? {} : { state }),
    ...(cursor === null ? {} : { cursor }),
  }).toString()
  return `${batchPath(batchId)}/review${query === '' ? '' : `?${query}`}`
}

/** In these somebody may be writing why they reject: a page that loads itself anew would take it away. */
export const hasForms = ({ state, rows }: Pick<Board, 'state' | 'rows'>): boolean => state === 'submitted' && rows.length > 0

export function BoardView(props: BoardProps) {
  const { locale, board } = props
  const { batch, state } = board
  const t = messages[locale]
  return (
    <div class="stack">
      <p class="muted measure">{t.lead}</p>
      <Tabs
        label={t.views}
        tabs={(['submitted', 'approved', 'rejected'] as const).map((each) => ({
          href: boardPath(batch.id, each),
          label: t.states[each],
          current: each === state,
        }))}
      />
      {board.running !== null && (
        <Progress
          label={t.progress.label}
          value={Number(board.running.examined)}
          max={Number(board.running.waiting)}
          text={t.progress.text({
            examined: Number(board.running.examined),
            waiting: Number(board.running.waiting),
            approved: Number(board.running.approved),
          })}
        />
      )}
      {board.running !== null && hasForms(board) && <a href={boardPath(batch.id, state, board.cursor)}>{t.progress.lookAgain}</a>}
      {board.rows.length === 0 ? (
        <Empty title={t.empty[state]} why={<p>{t.empty[`${state}Why`]}</p>} />
      ) : (
        <>
          {state === 'submitted' && <ApproveMany {...props} />}
          <ul class="review-board">
            {board.rows.map((row) => (
              <li>
                <Reviewed {...props} row={row} />
              </li>
            ))}
          </ul>
        </>
      )}
      <Pager
        locale={locale}
        previous={board.cursor === null ? null : boardPath(batch.id, state)}
        next={board.nextCursor === null ? null : boardPath(batch.id, state, board.nextCursor)}
      />
    </div>
  )
}

function ApproveMany({ locale, board }: BoardProps) {
  const { batch, rows, waiting } = board
  const t = messages[locale].many
  const amount = formatMoney(BigInt(waiting) * (batch.price_micros + batch.fee_micros), batch.currency, locale)
  return (
    <section class="card">
      <h2>{t.title}</h2>
      <p>{t.waiting({ count: waiting })}</p>
      <form id={APPROVE} method="post" action={`${batchPath(batch.id)}/approvals`}>
        <HiddenFields values={{ cursor: board.cursor ?? '' }} />
        {rows.map((row) => (
          <input type="hidden" name="shown" value={publicId('asg', row.id)} />
        ))}
        <div class="actions">
          <Button name="do" value="selected">
            {t.selected}
          </Button>
          <Button look="quiet" name="do" value="shown">
            {t.page({ count: rows.length })}
          </Button>
        </div>
        <details class="explain">
          <summary>{t.more}</summary>
          <dl class="choices-explained">
            <dt>
              <Button look="quiet" name="do" value="majority">
                {t.majority}
              </Button>
            </dt>
            <dd>{t.majorityWhy}</dd>
            <dt>
              <Button look="quiet" name="do" value="last_run">
                {t.lastRun}
              </Button>
            </dt>
            <dd>{t.lastRunWhy}</dd>
            <dt>
              <Button look="quiet" name="do" value="all">
                {t.all}
              </Button>
            </dt>
            <dd>{t.allWhy({ count: waiting, amount })}</dd>
          </dl>
        </details>
      </form>
    </section>
  )
}

type RowProps = BoardProps & { readonly row: ReviewedRow }

function Reviewed(props: RowProps) {
  const { locale, board, row, refused } = props
  const { setup, batch } = board
  const t = messages[locale].row
  const id = publicId('asg', row.id)
  const said = setup.describe(row.body, locale)
  return (
    <>
      <h2 class="review-title">
        <Selectable {...props} id={id} />
        <a href={`${batchPath(batch.id)}/try?row=${row.number}`}>{t.task({ task: String(row.number) })}</a>
        <Chip>{row.pseudonym}</Chip>
        <a class="small" href={originPath(batch.id, row.number)}>
          {t.origin}
        </a>
      </h2>
      <div class="reviewed-task">
        <setup.Screen id={id} seed={id} payload={row.payload} response={row.body} locale={locale} {...board.files} readOnly />
      </div>
      <div>
        <p class="soft small">{t.response}</p>
        <p class="reviewed-answer pre" dir="auto">
          {said === '' ? <span class="muted">{t.noResponse}</span> : said}
        </p>
      </div>
      <Comparison {...props} />
      <Facts {...props} />
      {row.state === 'submitted' && (
        <>
          <form class="actions" method="post" action={`${batchPath(batch.id)}/approvals`}>
            <HiddenFields values={{ do: 'shown', shown: id, cursor: board.cursor ?? '' }} />
            <Button look="quiet">
              {t.approve}
              <span class="visually-hidden"> {`${t.task({ task: String(row.number) })}, ${row.pseudonym}`}</span>
            </Button>
          </form>
          <RejectForm
            locale={locale}
            action={`${batchPath(batch.id)}/assignments/${id}/rejection`}
            assignment={id}
            about={`${t.task({ task: String(row.number) })}, ${row.pseudonym}`}
            cursor={board.cursor}
            version={row.instructions_version}
            lines={board.lines.get(row.instructions_version) ?? []}
            refused={refused?.assignment === id ? refused : null}
          />
        </>
      )}
    </>
  )
}

function Selectable({ locale, row, id }: RowProps & { readonly id: string }) {
  if (row.state !== 'submitted') return null
  const name = messages[locale].row.select({ task: String(row.number), worker: row.pseudonym })
  return <input type="checkbox" name="selected" value={id} form={APPROVE} aria-label={name} />
}

/** What is known and what the others said, by label, so that a difference is seen at a glance. */
function Comparison({ locale, board, row }: RowProps) {
  const t = messages[locale].row
  const others = (board.peers.get(row.number) ?? []).filter((peer) => peer.pseudonym !== row.pseudonym && peer.state !== 'rejected')
  const said = Map.groupBy(others, (peer) => board.setup.describe(peer.body, locale))
  const judged = row.truth === null ? null : board.setup.judge(row.body, row.truth)
  return (
    <>
      {row.truth !== null && (
        <div>
          <p class="soft small">{t.known}</p>
          <p>
            <span class="pre" dir="auto">
              {board.setup.describe(row.truth, locale)}
            </span>{' '}
            {judged !== null && <State tone={judged.right ? 'ok' : 'warning'}>{judged.right ? t.same : t.other}</State>}
          </p>
        </div>
      )}
      {others.length === 0 ? (
        <p class="muted small">{t.noOthers}</p>
      ) : (
        <div>
          <p class="soft small">{t.others}</p>
          <ul class="plain">
            {[...said].map(([text, peers]) => (
              <Said text={text} peers={peers} />
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function Said({ text, peers }: { text: string; peers: readonly PeerRow[] }) {
  return (
    <li>
      <span class="pre" dir="auto">
        {text}
      </span>{' '}
      <span class="muted small">
        × {peers.length} ({peers.map(({ pseudonym }) => pseudonym).join(', ')})
      </span>
    </li>
  )
}

function Facts({ locale, board, row, now }: RowProps) {
  const t = messages[locale].row
  const rejection = messages[locale].reject
  const time = (at: Date | null) => (at === null ? '' : formatInstant(at, locale))
  return (
    <div class="small">
      {row.reason !== null && (
        <p>
          <State tone="error">{rejection.reasons[row.reason]}</State>
          <br />
          {t.rejectedFor}: <q class="pre">{row.instruction_line}</q>
          <br />
          <span class="pre">{row.explanation}</span>
        </p>
      )}
      <p class="muted">
        {t.worked({ time: formatDuration(row.work_ms / 1000, locale) })} ·{' '}
        <Money text={formatMoney(row.price_micros, board.batch.currency, locale)} /> · {t.version({ version: row.instructions_version })}
        <br />
        {row.decision === null || row.decided_at === null
          ? row.review_closes_at !== null && row.review_closes_at <= now
            ? t.silenceNow
            : t.silence({ time: time(row.review_closes_at) })
          : t.decided[row.decision]({ time: time(row.decided_at) })}
      </p>
    </div>
  )
}
