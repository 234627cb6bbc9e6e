import type { Locale } from '../platform/i18n/index.ts'

/**
 * The page that a template runs in: empty but for our script, which waits for the task screen around it to hand over the
 * template's page and writes that in its own place. So the policy below holds for whatever the template does.
 */
export const framePage = (locale: Locale): string =>
  `<!DOCTYPE html><html lang="${locale}"><head><meta charset="utf-8"><title>Canut</title>` +
  '<script type="module" crossorigin src="/assets/crowd.js"></script></head><body></body></html>'

/** All that the sandbox leaves; popups only where the element that embeds the page says so as well. */
const SANDBOX = 'allow-scripts allow-forms allow-popups'

/**
 * What a template may do. It has no origin, so it reaches no cookie, no storage and nothing of the page around it; it sends
 * nothing anywhere and loads only from us and from the sites that are allowed for its organisation.
 *
 * @param origins of this instance, as browsers may know it.
 * @param hosts that a steward allowed.
 */
export function framePolicy(origins: readonly string[], hosts: readonly string[]): string {
  const allowed = hosts.map((host) => `https://${host}`).join(' ')
  const from = (...sources: string[]) => [...sources, allowed].filter((source) => source !== '').join(' ')
  const files = origins.map((origin) => `${origin}/media/`).join(' ')
  // by name: to WebKit, 'self' is the origin that the page does not have
  const own = origins.join(' ')
  return [
    "default-src 'none'",
    `script-src ${from(own, "'unsafe-inline'", 'data:')}`,
    `style-src ${from(own, "'unsafe-inline'", 'data:')}`,
    `img-src ${from(own, 'data:', 'blob:')}`,
    `media-src ${from(own, 'data:', 'blob:')}`,
    `font-src ${from(own, 'data:')}`,
    `frame-src ${allowed === '' ? "'none'" : allowed}`,
    `connect-src ${from(files)}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    `sandbox ${SANDBOX}`,
  ].join('; ')
}
