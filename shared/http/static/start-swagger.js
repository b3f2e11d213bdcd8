// Shows the API's description where a person can try it.
const place = document.getElementById("swagger");
SwaggerUIBundle({ url: place.dataset.url, dom_id: "#swagger", validatorUrl: null });
