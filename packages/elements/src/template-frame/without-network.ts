/** Ways out that no policy of the page closes in every browser; nothing that a task needs is among them. */
const WAYS_OUT = ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', 'WebTransport']

/** Takes them away before the author's scripts run. A second line of defence: the first is the policy of the frame. */
export function withoutNetwork(): void {
  for (const name of WAYS_OUT)
    if (name in window) Object.defineProperty(window, name, { value: undefined, configurable: false, writable: false })
}
