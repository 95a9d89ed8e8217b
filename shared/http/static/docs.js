// Shows the API description to whoever holds a token or a key: the page itself knows nothing about the service.
"use strict";

const form = document.getElementById("sign-in");
const message = document.getElementById("message");

form.addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  const headers = { Authorization: `Bearer ${document.getElementById("credential").value.trim()}` };
  const answer = await fetch("openapi.json", { headers });
  const body = await answer.json();
  message.textContent = answer.ok ? "" : body.detail;
  if (!answer.ok) return;
  SwaggerUIBundle({
    spec: body,
    dom_id: "#reference",
    requestInterceptor: (request) => {
      Object.assign(request.headers, headers);
      return request;
    },
  });
});
