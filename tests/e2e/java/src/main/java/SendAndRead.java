import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.UUID;
import org.json.JSONArray;
import org.json.JSONObject;
import uk.gov.service.notify.LetterResponse;
import uk.gov.service.notify.Notification;
import uk.gov.service.notify.NotificationClient;
import uk.gov.service.notify.NotificationClientException;
import uk.gov.service.notify.ReceivedTextMessage;
import uk.gov.service.notify.SendEmailResponse;
import uk.gov.service.notify.SendLetterResponse;
import uk.gov.service.notify.SendSmsResponse;

/**
 * Sends a text, an email and letters with the official Java client, reads them back, and prints what it saw as one JSON object.
 * Arguments: base URL, API key, SMS template id, email template id, letter template id.
 */
public final class SendAndRead {
    public static void main(String[] arguments) throws Exception {
        NotificationClient client = new NotificationClient(arguments[1], arguments[0]);
        Map<String, Object> personalisation = Map.of("name", "Amala");

        SendSmsResponse sms = client.sendSms(arguments[2], "07700900123", personalisation, "java-sms");
        SendEmailResponse email = client.sendEmail(arguments[3], "amala@example.com", personalisation, "java-email");
        Notification readSms = client.getNotificationById(sms.getNotificationId().toString());
        Notification readEmail = client.getNotificationById(email.getNotificationId().toString());

        JSONArray listed = new JSONArray();
        for (Notification notification : client.getNotifications(null, "sms", "java-sms", null).getNotifications()) {
            listed.put(notification.getId().toString());
        }

        JSONArray received = new JSONArray();
        for (ReceivedTextMessage text : client.getReceivedTextMessages(null).getReceivedTextMessages()) {
            received.put(text.getContent());
        }

        JSONObject seen = new JSONObject();
        seen.put("sms", described(sms.getNotificationId(), sms.getReference().orElse(null), sms.getBody()));
        seen.put("from_number", sms.getFromNumber().orElse(null));
        seen.put("email", described(email.getNotificationId(), email.getReference().orElse(null), email.getBody()));
        seen.put("subject", email.getSubject());
        seen.put("from_email", email.getFromEmail().orElse(null));
        seen.put("read_sms", described(readSms));
        seen.put("read_email", described(readEmail));
        seen.put("listed", listed);
        seen.put("received", received);
        addLetters(seen, client, arguments[4]);
        seen.put("refusal", refusal(client, arguments[2], personalisation));
        System.out.println(seen);
    }

    private static void addLetters(JSONObject seen, NotificationClient client, String template) throws Exception {
        Map<String, String> personalisation = Map.of(
                "name", "Amala",
                "address_line_1", "Ada Lovelace",
                "address_line_2", "12 St James’s Square",
                "postcode", "SW1Y 4JH");
        SendLetterResponse letter = client.sendLetter(template, personalisation, "java-letter");
        ByteArrayInputStream pdf = new ByteArrayInputStream("%PDF-1.4\n%%EOF\n".getBytes("US-ASCII"));
        LetterResponse own = client.sendPrecompiledLetterWithInputStream("java-pdf", pdf, "first");
        Notification readLetter = client.getNotificationById(letter.getNotificationId().toString());
        Notification readOwn = client.getNotificationById(own.getNotificationId().toString());
        seen.put("letter", described(letter.getNotificationId(), letter.getReference().orElse(null), letter.getBody())
                .put("subject", letter.getSubject()));
        seen.put("own_letter", described(own.getNotificationId(), own.getReference().orElse(null), null)
                .put("postage", own.getPostage().orElse(null)));
        seen.put("read_letter", described(readLetter).put("line_1", readLetter.getLine1().orElse(null)));
        seen.put("read_own_letter", described(readOwn));
        try {
            client.getPdfForLetter(letter.getNotificationId().toString());
        } catch (NotificationClientException refused) {
            seen.put("pdf_refusal", refused.getMessage());
        }
    }

    private static JSONObject described(UUID id, String reference, String body) {
        return new JSONObject().put("id", id.toString()).put("reference", reference).put("body", body);
    }

    private static JSONObject described(Notification notification) {
        return described(notification.getId(), notification.getReference().orElse(null), notification.getBody())
                .put("type", notification.getNotificationType())
                .put("status", notification.getStatus())
                .put("created_at", notification.getCreatedAt().toString());
    }

    private static String refusal(NotificationClient client, String template, Map<String, Object> personalisation) {
        try {
            client.sendSms(template, "not a number", personalisation, null);
            return null;
        } catch (NotificationClientException refused) {
            return refused.getHttpResult() + " " + refused.getMessage();
        }
    }
}
