/** An RFC 9457 problem, with a stable `code` and the figures that the sentence is made of. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly params: Record<string, unknown>
  readonly requestId: string
  /** all problems of a request at once, each with the place it is about */
  readonly errors?: readonly { path: string; message: string }[]
}

export function problemJson(problem: Problem): Response {
  const { requestId, ...rest } = problem
  const body = { type: `about:blank#${problem.code}`, ...rest, instance: `urn:request:${requestId}` }
  return new Response(
    JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
    { status: problem.status, headers: { 'Content-Type': 'application/problem+json' } },
  )
}

/** Whether the caller is a program (API, or a script of the page) rather than somebody reading a page. */
export function wantsJson(request: Request): boolean {
  const accept = request.headers.get('accept') ?? ''
  return new URL(request.url).pathname.startsWith('/api/') || (accept.includes('json') && !accept.includes('text/html'))
}
