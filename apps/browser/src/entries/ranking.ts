import { CanutRanking } from '@canut/elements/ranking/canut-ranking'

customElements.define('canut-ranking', CanutRanking)
