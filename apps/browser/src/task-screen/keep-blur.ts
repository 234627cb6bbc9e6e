/** Keeps the strength of blur that a person chose, for their other devices and days. If it cannot be sent, it holds for this page. */
export function keepBlur(page: Document): void {
  page.addEventListener('canut-blur', (event) => {
    if (!(event instanceof CustomEvent) || typeof event.detail !== 'number') return
    const body = JSON.stringify({ blurPercent: event.detail })
    void fetch('/api/v1/me/exposure', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body }).catch(() => null)
  })
}
