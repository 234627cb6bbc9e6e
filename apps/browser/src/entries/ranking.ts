import { CanutRanking } from '@canut/elements/ranking'

customElements.define('canut-ranking', CanutRanking)
