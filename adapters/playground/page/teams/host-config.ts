/** How Teams draws Adaptive Cards. Colours are the page's own variables, so that they follow light and dark. */
const ink = (name: string) => ({ default: `var(--${name})`, subtle: `var(--${name}-subtle)` })
const foreground = {
  default: ink('card-ink'),
  dark: ink('card-ink'),
  light: ink('card-ink'),
  accent: ink('card-accent'),
  good: ink('card-good'),
  warning: ink('card-warning'),
  attention: ink('card-attention'),
}
const style = (background: string) => ({
  backgroundColor: `var(--${background})`,
  borderColor: 'var(--line)',
  foregroundColors: foreground,
})

export const hostConfig = {
  fontFamily: 'inherit',
  supportsInteractivity: true,
  fontTypes: {
    default: {
      fontFamily: 'inherit',
      fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
    },
    monospace: {
      fontFamily: 'ui-monospace, monospace',
      fontSizes: { small: 12, default: 13, medium: 14, large: 16, extraLarge: 20 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
    },
  },
  spacing: { small: 6, default: 8, medium: 14, large: 20, extraLarge: 28, padding: 14 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: style('card'),
    emphasis: style('card-emphasis'),
    accent: style('card-emphasis'),
    good: style('card-emphasis'),
    attention: style('card-emphasis'),
    warning: style('card-emphasis'),
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  inputs: {
    label: { inputSpacing: 'small', requiredInputs: { weight: 'default' }, optionalInputs: { weight: 'default' } },
    errorMessage: { color: 'attention', spacing: 'small' },
  },
}
