import {
  anyText,
  coherentOptions,
  confirmation,
  id,
  link,
  optionGroups,
  plainOption,
  plainText,
  richOption,
} from './composition.ts'
import {
  anything,
  flag,
  list,
  object,
  oneOf,
  only,
  type Report,
  type Rule,
  type Shape,
  string,
  wholeNumber,
} from './schema.ts'

/** Block Kit's interactive elements and images. Limits as of November 2026. */

const type: Shape = { type: anything }
const interactive: Shape = { action_id: id, confirm: confirmation, focus_on_load: flag }
const placeholder = plainText(150)
const day = string({ pattern: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, expected: 'a date, YYYY-MM-DD' })
const time = string({ pattern: /^(?:[01]\d|2[0-3]):[0-5]\d$/, expected: 'a time, HH:mm' })
const dispatch = object(
  {},
  { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { min: 1, max: 2 }) },
)

const exactlyOneListOfOptions = (element: any, at: string, report: Report): void => {
  if (!element.options && !element.option_groups) report.add('missing required field: options', at)
  if (element.options && element.option_groups) report.add('only one of options and option_groups is allowed', at)
  coherentOptions(element, at, report)
}

const menu = (own: Shape): Rule => object(type, { ...interactive, placeholder, ...own })
const many: Shape = { max_selected_items: wholeNumber(1) }
const staticOptions: Shape = { options: list(plainOption, { min: 1, max: 100 }), option_groups: optionGroups }
const staticMenu = (own: Shape): Rule =>
  object(type, { ...interactive, placeholder, ...staticOptions, ...own }, exactlyOneListOfOptions)
const conversations: Shape = { default_to_current_conversation: flag, response_url_enabled: flag, filter: anything }

const typed = (own: Shape): Rule =>
  object(
    type,
    { action_id: id, placeholder, focus_on_load: flag, dispatch_action_config: dispatch, ...own },
    (element, at, report) => {
      if (element.min_length > element.max_length) report.add('min_length must not exceed max_length', at)
      if (typeof element.initial_value === 'string' && [...element.initial_value].length > (element.max_length ?? 3000))
        report.add('initial_value must not exceed max_length', `${at}/initial_value`)
    },
  )

export const image = object(
  { ...type, alt_text: string({ min: 1, max: 2000 }) },
  { image_url: link, slack_file: anything },
  (element, at, report) => {
    if (!element.image_url && !element.slack_file) report.add('missing required field: image_url', at)
  },
)

const button = object(
  { ...type, text: plainText(75) },
  {
    action_id: id,
    confirm: confirmation,
    value: string({ max: 2000 }),
    url: link,
    style: oneOf('primary', 'danger'),
    accessibility_label: string({ max: 75 }),
  },
)

const rated = object(
  { text: plainText(75), value: string({ max: 2000 }) },
  { accessibility_label: string({ max: 75 }) },
)

const elements: Record<string, Rule> = {
  button,
  image,
  workflow_button: object(
    { ...type, text: plainText(75), workflow: anything },
    { action_id: id, style: oneOf('primary', 'danger'), accessibility_label: string({ max: 75 }) },
  ),
  icon_button: object(
    { ...type, icon: string({ min: 1 }), text: plainText(75) },
    {
      action_id: id,
      value: string({ max: 2000 }),
      confirm: confirmation,
      accessibility_label: string({ max: 75 }),
      visible_to_user_ids: list(string()),
    },
  ),
  feedback_buttons: object({ ...type, positive_button: rated, negative_button: rated }, { action_id: id }),
  overflow: object(
    { ...type, options: list(plainOption, { min: 1, max: 5 }) },
    { action_id: id, confirm: confirmation },
    coherentOptions,
  ),
  radio_buttons: object(
    { ...type, options: list(richOption, { min: 1, max: 10 }) },
    { ...interactive, initial_option: richOption },
    coherentOptions,
  ),
  checkboxes: object(
    { ...type, options: list(richOption, { min: 1, max: 10 }) },
    { ...interactive, initial_options: list(richOption, { min: 1 }) },
    coherentOptions,
  ),
  static_select: staticMenu({ initial_option: plainOption }),
  multi_static_select: staticMenu({ ...many, initial_options: list(plainOption, { min: 1 }) }),
  external_select: menu({ min_query_length: wholeNumber(0), initial_option: plainOption }),
  multi_external_select: menu({ ...many, min_query_length: wholeNumber(0), initial_options: list(plainOption) }),
  users_select: menu({ initial_user: string() }),
  multi_users_select: menu({ ...many, initial_users: list(string()) }),
  conversations_select: menu({ ...conversations, initial_conversation: string() }),
  multi_conversations_select: menu({ ...conversations, ...many, initial_conversations: list(string()) }),
  channels_select: menu({ response_url_enabled: flag, initial_channel: string() }),
  multi_channels_select: menu({ ...many, initial_channels: list(string()) }),
  datepicker: menu({ initial_date: day }),
  timepicker: menu({ initial_time: time, timezone: string() }),
  datetimepicker: object(type, { ...interactive, initial_date_time: wholeNumber(1_000_000_000, 9_999_999_999) }),
  plain_text_input: typed({
    initial_value: string({ max: 3000 }),
    multiline: flag,
    min_length: wholeNumber(0, 3000),
    max_length: wholeNumber(1, 3000),
  }),
  email_text_input: typed({ initial_value: string({ max: 3000 }) }),
  url_text_input: typed({ initial_value: string({ max: 3000 }) }),
  number_input: object(
    { ...type, is_decimal_allowed: flag },
    {
      action_id: id,
      placeholder,
      focus_on_load: flag,
      dispatch_action_config: dispatch,
      initial_value: string(),
      min_value: string(),
      max_value: string(),
    },
  ),
  rich_text_input: typed({ initial_value: anything }),
  file_input: object(type, { action_id: id, filetypes: list(string()), max_files: wholeNumber(1, 10) }),
}

const menus = ['static_select', 'external_select', 'users_select', 'conversations_select', 'channels_select']
const multiMenus = menus.map((name) => `multi_${name}`)
const pickers = ['datepicker', 'timepicker', 'checkboxes', 'radio_buttons']

export const accessories = only(
  'button',
  'image',
  'overflow',
  'workflow_button',
  ...menus,
  ...multiMenus,
  ...pickers,
)(elements)
export const actionElements = only(
  'button',
  'overflow',
  'workflow_button',
  'datetimepicker',
  'rich_text_input',
  ...menus,
  ...multiMenus,
  ...pickers,
)(elements)
export const inputElements = only(
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
  'file_input',
  'datetimepicker',
  ...menus,
  ...multiMenus,
  ...pickers,
)(elements)
export const contextActionElements = only('feedback_buttons', 'icon_button')(elements)
export const contextElements: Record<string, Rule> = { image, plain_text: anyText(3000), mrkdwn: anyText(3000) }
export const buttonRule = button
