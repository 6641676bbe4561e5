// Sends a text, an email and letters with the official Node client, reads them back, and prints what it saw as one JSON object.
// Arguments: base URL, API key, ids of templates for a text, an email, a letter and an email with ((file)) in it, of a text
// message sender and of a reply-to address.
const { NotifyClient } = require('notifications-node-client');

async function templates(client, id) {
  const latest = await client.getTemplateById(id);
  const version = await client.getTemplateByIdAndVersion(id, 1);
  const all = await client.getAllTemplates();
  const letters = await client.getAllTemplates('letter');
  const preview = await client.previewTemplateById(id, { name: 'Amala' });
  return {
    latest: latest.data,
    version: version.data,
    all: all.data.templates.map((template) => template.id),
    letter_types: letters.data.templates.map((template) => template.type),
    preview: preview.data,
  };
}

async function main() {
  const [baseUrl, apiKey, smsTemplate, emailTemplate, letterTemplate, fileTemplate, sender, replyTo] = process.argv.slice(2);
  const client = new NotifyClient(baseUrl, apiKey);

  const sms = await client.sendSms(smsTemplate, '07700900123', {
    personalisation: { name: 'Amala' },
    reference: 'node-sms',
  });
  const email = await client.sendEmail(emailTemplate, 'amala@example.com', {
    personalisation: { name: 'Amala' },
    reference: 'node-email',
  });
  const readSms = await client.getNotificationById(sms.data.id);
  const readEmail = await client.getNotificationById(email.data.id);
  const listed = await client.getNotifications('sms', null, 'node-sms');

  const fromSender = await client.sendSms(smsTemplate, '07700900123', { personalisation: { name: 'Amala' }, smsSenderId: sender });
  const upload = client.prepareUpload(Buffer.from('a,b\n1,2\n'), { filename: 'node.csv', confirmEmailBeforeDownload: false });
  const file = await client.sendEmail(fileTemplate, 'amala@example.com', {
    personalisation: { file: upload },
    emailReplyToId: replyTo,
    oneClickUnsubscribeURL: 'https://example.com/unsubscribe',
  });
  const address = { address_line_1: 'Ada Lovelace', address_line_2: '12 St James’s Square', postcode: 'SW1Y 4JH' };
  const letter = await client.sendLetter(letterTemplate, {
    personalisation: { name: 'Amala', ...address },
    reference: 'node-letter',
  });
  const ownLetter = await client.sendPrecompiledLetter('node-pdf', Buffer.from('%PDF-1.4\n%%EOF\n'), 'first');
  const readLetter = await client.getNotificationById(letter.data.id);
  const readOwnLetter = await client.getNotificationById(ownLetter.data.id);
  let pdfRefusal = null;
  try {
    await client.getPdfForLetterNotification(letter.data.id);
  } catch (error) {
    pdfRefusal = JSON.stringify(error.response.data);
  }
  const received = await client.getReceivedTexts();
  const [newest] = received.data.received_text_messages;
  const older = await client.getReceivedTexts(newest.id);

  let refusal = null;
  try {
    await client.sendSms(smsTemplate, 'not a number', { personalisation: { name: 'Amala' } });
  } catch (error) {
    refusal = error.response.data;
  }

  console.log(JSON.stringify({
    sms: sms.data,
    email: email.data,
    read_sms: readSms.data,
    read_email: readEmail.data,
    listed: listed.data.notifications.map((notification) => notification.id),
    received: received.data.received_text_messages.map((text) => text.content),
    older: older.data.received_text_messages.map((text) => text.content),
    templates: await templates(client, emailTemplate),
    from_sender: fromSender.data,
    letter: { ...letter.data, ...letter.data.content },
    own_letter: ownLetter.data,
    read_letter: readLetter.data,
    read_own_letter: readOwnLetter.data,
    pdf_refusal: pdfRefusal,
    refusal,
    file: file.data,
  }));
}

main().catch((error) => {
  console.error(error.response ? JSON.stringify(error.response.data) : error);
  process.exit(1);
});
