/** How long the server may say nothing. */
export const SILENCE_MAX_MS = 60_000
/** a line that carries less is as good as none */
const BYTES_PER_MS = 4

/**
 * Fetches, and rejects where the answer is not there in time. A line may take a request and never answer, as that of a phone does
 * which leaves its network: without a limit everything behind it would wait for as long as the page is open.
 */
export async function fetchInTime(url: string, init: Omit<RequestInit, 'body'> & { body?: URLSearchParams | string }): Promise<Response> {
  const bodyBytes = init.body?.toString().length ?? 0
  return fetch(url, { ...init, signal: AbortSignal.timeout(SILENCE_MAX_MS + Math.round(bodyBytes / BYTES_PER_MS)) })
}
