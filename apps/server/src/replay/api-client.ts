import * as http from 'node:http'
import * as https from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ZodType, output } from 'zod'
import { StartupProblem } from '../platform/startup-problem.ts'
import { replayMessages } from './replay.messages.ts'

const RETRY_FIRST_MS = 50
const RETRY_MAX_MS = 1000
/** Longer than any answer takes, an approval or an import of everything included. */
const ANSWER_TIMEOUT_MS = 120_000

/** The instance answered, and said no. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal'
  /** of the refused request */
  readonly method: string
  readonly path: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly params: Readonly<Record<string, unknown>>

  constructor({ method, path }: Pick<ApiRequest, 'method' | 'path'>, status: number, problem: ProblemBody) {
    super(`${method} ${path}: ${status} ${problem.code ?? ''} ${problem.detail ?? ''}`)
    this.method = method
    this.path = path
    this.status = status
    this.code = problem.code ?? 'unknown'
    this.detail = problem.detail ?? ''
    this.params = problem.params ?? {}
  }
}

interface ProblemBody {
  readonly code?: string
  readonly detail?: string
  readonly params?: Readonly<Record<string, unknown>>
}

export interface ApiRequest {
  readonly token: string
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  /** sent as JSON; text is sent as it is */
  readonly body?: object | string
  /** Doing it twice does no more than once: sent again when the connection breaks or the instance is restarting. */
  readonly mayRepeat?: boolean
}

export interface ApiClient {
  /** @throws ApiRefusal when the instance refuses, StartupProblem when it cannot be reached. */
  call<S extends ZodType>(schema: S, request: ApiRequest): Promise<output<S>>
  /** The answer as text, piece by piece. */
  stream(request: ApiRequest): AsyncIterable<Buffer>
  /** Milliseconds of each request that was answered, refusals included. */
  readonly durations: readonly number[]
  /** requests that were sent again */
  readonly repeated: () => number
  close(): void
}

export interface ApiClientOptions {
  readonly url: string
  /** connections that are open at the same time, and kept open */
  readonly connections: number
  readonly signal: AbortSignal
  /** how long an instance that does not answer is waited for */
  readonly patienceMs?: number
}

/** Speaks to an instance as any program can: HTTP, JSON, a personal token. */
export function createApiClient({ url, connections, signal, patienceMs = 10_000 }: ApiClientOptions): ApiClient {
  const base = new URL(url)
  const { request, Agent } = base.protocol === 'https:' ? https : http
  const agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections })
  const durations: number[] = []
  let repeats = 0

  function send({ token, method, path, body }: ApiRequest): Promise<http.IncomingMessage> {
    const text = body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
    return new Promise((resolve, reject) => {
      const sent = request(
        new URL(path, base),
        {
          method,
          agent,
          signal,
          timeout: ANSWER_TIMEOUT_MS,
          headers: {
            authorization: `Bearer ${token}`,
            accept: 'application/json',
            'accept-language': 'en',
            ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': text.length }),
          },
        },
        resolve,
      )
      sent.on('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path} for ${ANSWER_TIMEOUT_MS / 1000} s`)))
      sent.on('error', reject)
      sent.end(text)
    })
  }

  async function sendPatiently<T>(wanted: ApiRequest, read: (answer: http.IncomingMessage) => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + patienceMs
    for (let wait = RETRY_FIRST_MS; ; wait = Math.min(wait * 2, RETRY_MAX_MS)) {
      const startedAt = performance.now()
      try {
        const result = await read(await send(wanted))
        durations.push(performance.now() - startedAt)
        return result
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof ApiRefusal) durations.push(performance.now() - startedAt)
        // 5xx: the instance lost its database for a moment, or is about to stop
        const isPassing = error instanceof ApiRefusal ? error.status >= 500 : isConnectionError(error)
        if (!isPassing) throw error
        if (wanted.mayRepeat !== true || performance.now() > giveUpAt) throw error instanceof ApiRefusal ? error : unreachable(url, error)
        repeats += 1
        await sleep(wait, undefined, { signal })
      }
    }
  }

  return {
    durations,
    repeated: () => repeats,
    call(schema, wanted) {
      return sendPatiently(wanted, async (answer) => schema.parse(JSON.parse(await acceptedText(answer, wanted))))
    },
    async *stream(wanted) {
      const answer = await sendPatiently({ ...wanted, mayRepeat: true }, async (begun) => {
        if ((begun.statusCode ?? 500) >= 400) await acceptedText(begun, wanted)
        return begun
      })
      for await (const piece of answer) yield piece as Buffer
    },
    close: () => agent.destroy(),
  }
}

async function acceptedText(answer: http.IncomingMessage, wanted: ApiRequest): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of answer) pieces.push(piece as Buffer)
  const text = Buffer.concat(pieces).toString()
  const status = answer.statusCode ?? 500
  if (status < 400) return text
  throw new ApiRefusal(wanted, status, problemIn(text))
}

function problemIn(text: string): ProblemBody {
  try {
    return JSON.parse(text) as ProblemBody
  } catch {
    // something in between answered, not Canut: what it said is all there is
    return { detail: text.slice(0, 200) }
  }
}

/** Socket errors have a code (ECONNRESET, ECONNREFUSED …); a body that breaks off is "aborted". */
function isConnectionError(error: unknown): boolean {
  return error instanceof Error && (/^(E[A-Z]+|HPE_\w+)$/.test((error as NodeJS.ErrnoException).code ?? '') || error.message === 'aborted')
}

function unreachable(url: string, error: unknown): StartupProblem {
  const reason = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error)
  return new StartupProblem(
    'instance_unreachable',
    { en: replayMessages.en.api.unreachable({ url, reason }), fr: replayMessages.fr.api.unreachable({ url, reason }) },
    { cause: error },
  )
}
