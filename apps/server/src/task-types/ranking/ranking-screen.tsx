import { sentencesOf } from '../issue-sentence.ts'
import { optionName } from '../labels/label-settings.ts'
import { Material } from '../shared/material.tsx'
import { answeredOrSuggested, Suggested } from '../shared/suggested.tsx'
import { TextPanel } from '../shared/text-panel.tsx'
import { membersOf, textOf } from '../shared/text-value.ts'
import type { ScreenProps } from '../task-type.ts'
import { itemsOf, ranksIn } from './ranking-responses.ts'
import { messages } from './ranking.messages.ts'
import { dimensionsOf, type RankingSettings } from './ranking.settings.ts'

/**
 * Each thing as a card with its places as radios below it: that works by touch and without script. The script adds that a place
 * given a second time changes hands, and that keys name things in order of preference.
 */
export function RankingScreen({ settings, screen }: { settings: RankingSettings; screen: ScreenProps }) {
  const { id, locale, payload, readOnly = false } = screen
  const t = messages[locale]
  const prompt = textOf(membersOf(payload)['prompt'])
  const items = itemsOf(payload)
  const { question } = settings
  return (
    <>
      {prompt !== '' && (
        <section aria-label={t.prompt}>
          <TextPanel text={prompt} language={settings.textLanguage} locale={locale} />
        </section>
      )}
      <Suggested screen={screen} />
      <canut-ranking ties={settings.allowTie ? '' : undefined}>
        <fieldset class="fields" disabled={readOnly}>
          <legend class="ranking-question">{question[locale] || question[locale === 'en' ? 'fr' : 'en'] || t.ask}</legend>
          <p class="muted small">
            {settings.allowTie && t.ties} {dimensionsOf(settings).length === 1 && <span class="key-hint">{t.hint}</span>}
          </p>
          <div class="side-by-side">
            {items.map((item, index) => (
              <section aria-labelledby={`${id}-item-${index}`}>
                <h2 class="side-name" id={`${id}-item-${index}`}>
                  {t.item({ number: index + 1 })}
                </h2>
                <Material kind={settings.material} value={item} language={settings.textLanguage} screen={screen} place={String(index)} />
                {dimensionsOf(settings).map((_, dimension) => (
                  <Places {...{ settings, screen, dimension, item: index, count: items.length }} />
                ))}
              </section>
            ))}
          </div>
        </fieldset>
      </canut-ranking>
    </>
  )
}

interface PlacesProps {
  readonly settings: RankingSettings
  readonly screen: ScreenProps
  readonly dimension: number
  readonly item: number
  readonly count: number
}

function Places({ settings, screen, dimension, item, count }: PlacesProps) {
  const { id, locale, issues = [], readOnly = false } = screen
  const t = messages[locale]
  const dimensions = dimensionsOf(settings)
  const own = dimensions[dimension] as (typeof dimensions)[number]
  const path = `rank.${dimension}.${item}`
  const chosen = ranksIn(answeredOrSuggested(screen), own.value)?.[item]
  const errors = sentencesOf(issues, path, locale)
  const errorsId = errors.length > 0 ? `${id}-${path}-errors` : undefined
  const name = optionName(own, locale)
  return (
    <fieldset class="places" aria-describedby={errorsId} data-dimension={dimension} data-item={item}>
      <legend class={dimensions.length === 1 ? 'visually-hidden' : undefined}>
        {dimensions.length === 1 ? (
          t.place({ number: item + 1 })
        ) : (
          <>
            <span aria-hidden="true">{name}</span>
            <span class="visually-hidden">{t.placeBy({ number: item + 1, dimension: name })}</span>
          </>
        )}
      </legend>
      {errors.length > 0 && (
        <ul class="field-errors" id={errorsId}>
          {errors.map((message) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
      {Array.from({ length: count }, (_, index) => (
        <label class="place">
          <input
            type="radio"
            id={index === 0 ? `${id}-${path}` : `${id}-${path}-${index}`}
            name={readOnly ? `${id}.response.${path}` : `response.${path}`}
            value={index + 1}
            checked={chosen === index + 1}
            required
          />
          <span>{index + 1}</span>
        </label>
      ))}
    </fieldset>
  )
}
