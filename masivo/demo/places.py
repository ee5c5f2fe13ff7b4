"""The words that make the invented people: names, countries with their cities, and where they heard of the shop."""

from dataclasses import dataclass

_FEMALE_NAMES = (
    "María Sofía Valentina Camila Lucía Daniela Gabriela Paula Andrea Juliana Natalia Carolina Inés Rocío Belén Ximena"
    " Fernanda Adriana Mónica Verónica Catalina Antonia Josefa Martina Renata Abril Ana Elena Begoña Zoë"
)
_MALE_NAMES = (
    "José Juan Santiago Mateo Sebastián Nicolás Andrés Felipe Martín Tomás Julián Iván Óscar Raúl Jesús Ángel Hernán"
    " Rubén Joaquín Emiliano Gael Bruno Álvaro Ramón César Íñigo Luis Carlos Diego Agustín"
)
_SURNAMES = (
    "García Rodríguez Martínez López González Hernández Pérez Sánchez Ramírez Torres Flórez Gómez Díaz Vargas Castaño"
    " Muñoz Núñez Peña Ibáñez Quiñones Suárez Jiménez Álvarez Gutiérrez Ríos Mejía Ordóñez Zapata Quispe Mamani Huamán"
    " Ñáñez Restrepo Echeverri Villalobos Araújo Güiza Yáñez Bermúdez Cárdenas Valdés Soto Rojas Medina Salazar"
    " Ocampo Londoño Arango Cortés Montoya D'Angelo O'Higgins"
)
FEMALE_NAMES, MALE_NAMES, SURNAMES = (tuple(words.split()) for words in (_FEMALE_NAMES, _MALE_NAMES, _SURNAMES))
EMAIL_DOMAINS = ("example.com", "example.net", "example.org", "correo.example", "mail.example")
CHANNELS = ("instagram", "store", "search", "referral", "influencer", "tv")
VIP_STATUSES = ("vip", "invited")
STATUSES = ("ACTIVE", "INACTIVE", "BLOCKED")
TIERS = ("bronze", "silver", "gold", "platinum")
GENDERS = ("F", "M", "X")
INTERESTS = ("moda", "hogar", "tecnología", "niños", "deportes", "cocina", "belleza", "mascotas")


@dataclass(frozen=True)
class Country:
    """`share` is the part of the customers who live there, `cities` the larger first, `document` the usual paper."""

    code: str
    share: float
    dialling: str
    document: str
    cities: tuple[str, ...]


COUNTRIES = (
    Country(
        "CO", 0.44, "+57 300", "CC", ("Bogotá", "Medellín", "Cali", "Barranquilla", "Cartagena", "Cúcuta", "Ibagué")
    ),
    Country("MX", 0.24, "+52 55", "CURP", ("Ciudad de México", "Guadalajara", "Monterrey", "Puebla", "Mérida", "León")),
    Country("PE", 0.12, "+51 900", "DNI", ("Lima", "Arequipa", "Trujillo", "Cusco", "Piura")),
    Country("CL", 0.09, "+56 9", "RUT", ("Santiago", "Valparaíso", "Concepción", "Viña del Mar", "Ñuñoa")),
    Country("EC", 0.06, "+593 90", "CI", ("Quito", "Guayaquil", "Cuenca", "Loja")),
    Country("AR", 0.05, "+54 11", "DNI", ("Buenos Aires", "Córdoba", "Rosario", "San Miguel de Tucumán")),
)
CITIES = tuple(city for country in COUNTRIES for city in country.cities)
