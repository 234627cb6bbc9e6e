import WaveSurfer from 'wavesurfer.js'

/** Draws the sound of a media element; a click or a drag on it moves the position. */
export interface Waveform {
  load(): void
  destroy(): void
}

export function drawWaveform(container: HTMLElement, media: HTMLMediaElement): Waveform {
  const style = getComputedStyle(container)
  const colour = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback
  const nonce = document.querySelector('script[nonce]')
  const wave = WaveSurfer.create({
    container,
    media,
    height: 96,
    waveColor: colour('--line-strong', 'gray'),
    progressColor: colour('--accent', 'teal'),
    cursorColor: colour('--error', 'red'),
    cursorWidth: 2,
    dragToSeek: true,
    normalize: true,
    // the policy of a page lets only styles in that carry its nonce
    ...(nonce instanceof HTMLScriptElement && nonce.nonce !== '' ? { cspNonce: nonce.nonce } : {}),
  })
  // what cannot be decoded may still be played; if not, the media element says so
  wave.on('error', () => undefined)
  return {
    load() {
      const { src } = media
      if (src !== '') void wave.load(src).catch(() => undefined)
    },
    destroy: () => wave.destroy(),
  }
}
