import type { Child } from 'hono/jsx'

export interface TaskHeaderProps {
  back: { href: string; label: string }
  title: string
  /** Who it is for and why: always there, on every screen size. */
  purpose: Child
  /** Price, rate in this sitting: `<span><strong>0,05 €</strong> la réponse</span>`, one per figure. */
  figures: Child
  /** The instructions, opened over the task. */
  guide?: { label: string; content: Child; open?: boolean | undefined } | undefined
}

/** Top of a `<Page variant="task">`: thin, and fixed while the task scrolls under it. */
export function TaskHeader({ back, title, purpose, figures, guide }: TaskHeaderProps) {
  return (
    <header class="task-header">
      <a class="task-back" href={back.href}>
        <span aria-hidden="true">←</span>
        <span class="visually-hidden">{back.label}</span>
      </a>
      <div class="task-for">
        <h1>{title}</h1>
        <p>{purpose}</p>
      </div>
      <div class="task-figures">{figures}</div>
      {guide !== undefined && (
        <details class="task-guide" open={guide.open === true}>
          <summary>{guide.label}</summary>
          <div class="prose" tabindex={0}>
            {guide.content}
          </div>
        </details>
      )}
    </header>
  )
}
