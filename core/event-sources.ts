/** The source of events that announce what happened, for other programs. */
export const announcementSource = 'postrider'

/** The source of events that tell a Lambda of the stack to do something. Their detail type is the Lambda's name. */
export const commandSource = 'postrider.commands'
