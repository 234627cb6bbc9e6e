/** What the worker earned by the hour in this sitting, kept up to date while they work. */
export interface SittingRate {
  add(workMs: number): void
}

const MICROS_PER_UNIT = 1_000_000
const HOUR_MS = 3_600_000

export function createRate(work: HTMLElement, output: HTMLElement | null, caption: HTMLElement | null): SittingRate {
  const price = Number(work.dataset['price'] ?? 0)
  const format = new Intl.NumberFormat(document.documentElement.lang === 'fr' ? 'fr-FR' : 'en-GB', {
    style: 'currency',
    currency: work.dataset['currency'] ?? 'EUR',
  })
  const perHour = document.documentElement.lang === 'fr' ? ' de l’heure' : ' an hour'
  let earned = Number(work.dataset['earned'] ?? 0)
  let time = Number(work.dataset['workMs'] ?? 0)
  return {
    add(workMs) {
      earned += price
      time += workMs
      if (output === null || time <= 0) return
      if (caption !== null) caption.textContent = caption.dataset['begun'] ?? ''
      // rounded down, as on the server: a rate never promises more than was earned
      const cents = Math.floor((earned / MICROS_PER_UNIT) * (HOUR_MS / time) * 100)
      output.textContent = `≈ ${format.format(cents / 100)}${perHour}`
    },
  }
}
