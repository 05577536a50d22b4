/** Whether a number that everybody knows from manuals stands in somebody's record, where it is treated like any other. */

/** How far around the number is looked. */
const AROUND = 200;
const MANUAL =
  /test|example|sample|sandbox|demo|dummy|mock|fake|fixture|documentation|\bdocs?\b|placeholder|e\.g\.|stripe|adyen|braintree|paypal|\bvalid|format|regex|pattern|luhn|check ?sum|schema|assert|expect|simulat|fictitious|fictional|masked|redact|beispiel|ejemplo|exemple|esempio|exemplo|voorbeeld|przykład|пример|örnek|例|예시|示例|```/i;
const RECORD =
  /\b(?:name|customer|client|patient|employee|guest|payer|payee|beneficiary|card ?holder|account ?holder|dob|born|birth\w{0,5}|address|exp|expiry|expires|expiration|cvv2?|cvc2?|on file|salary|diagnosis|kunde|kundin|kundennummer|inhaber|geboren|mitarbeiter(?:in)?|cliente|titular|nombre|nacimiento|nome|titolare|nato|nata|nom|titulaire|naissance|klant|naam)\b|имя|клиент|фио|姓名|客户|氏名|顧客|고객|이름|العميل|الاسم/i;

/** @param start of the number, and its end */
export function isInRecord(text: string, start: number, end: number): boolean {
  const around = `${text.slice(Math.max(0, start - AROUND), start)} ${text.slice(end, end + AROUND)}`;
  return RECORD.test(around) && !MANUAL.test(around);
}
