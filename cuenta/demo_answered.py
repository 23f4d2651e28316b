"""What was asked and answered in the demonstration, so that it shows a portal that has been alive.

People and answers are invented and marked; the figures are those of Sercotec's account, and what is
computed from them is told with its sum. One was answered late, two ask the same.
"""

from cuenta.demo_questions import EDITION, Answered, Question

_MARK = "\n\n(Respuesta de demostración.)"

ANSWERED = (
    Question(
        "oficinas",
        "¿En cuántas ciudades, fuera de las capitales de región, hay una oficina donde preguntar?",
        days_ago=67, until="closed", sex="man", region="04", unit="operaciones",
        answered_in=52, served="partly", served_ago=12, supports=2,
        about=f"{EDITION}cifras/despliegue-oficinas/",
        title="¿En cuántas ciudades fuera de las capitales de región hay una oficina?",
        answer=Answered(
            "La cuenta informa 16 direcciones regionales y 8 oficinas provinciales. No dice en qué "
            "ciudad está cada una: tiene razón en pedirlo. Le respondimos fuera de plazo, y queda "
            f"a la vista.{_MARK}",
            figures=("despliegue-direcciones", "despliegue-oficinas"),
        ),
    ),
    Question(
        "crece-mujeres",
        "De las 2.520 personas que apoyó Crece, ¿cuántas son mujeres? Solo veo un porcentaje.",
        days_ago=64, until="closed", sex="woman", region="13", unit="estudios",
        answered_in=12, served="yes", served_ago=51, supports=3,
        about=f"{EDITION}programas/crece/", shown_name="Paula V.",
        title="¿Cuántas mujeres apoyó Crece?",
        answer=Answered(
            "El documento da el 41 % de 2.520 personas, sin el número. Ese porcentaje está "
            f"redondeado, así que fueron entre 1.021 y 1.045 mujeres.{_MARK}",
            figures=("pymes-crece-beneficiarios", "sexo-crece-mujeres"),
        ),
    ),
    Question(
        "biobio-suma",
        "¿Los seis programas con fondos regionales del Biobío suman lo que dice el total?",
        days_ago=62, until="closed", sex="woman", region="08", unit="operaciones",
        answered_in=9, served="yes", served_ago=50,
        about=f"{EDITION}cifras/fondos-biobio-total-transferencias/",
        title="¿Suman los fondos regionales del Biobío?",
        answer=Answered(
            "Sí. 200 + 950 + 110 + 60 + 30 + 109 = 1.459 millones de pesos, que es el total. "
            f"También cuadran las personas: son 1.426.{_MARK}",
            figures=(
                "fondos-biobio-total-transferencias", "fondos-biobio-total-beneficiarios",
            ),
        ),
    ),
    Question(
        "centros-horas",
        "¿Cuántas horas de asesoría recibe, en promedio, cada persona en un Centro de Negocios?",
        days_ago=60, until="closed", sex="man", region="08", unit="operaciones",
        answered_in=16, served="partly", served_ago=40, supports=3, shown_name="Taller del Biobío",
        about=f"{EDITION}programas/centros-de-negocios/",
        title="¿Cuántas horas de asesoría recibe cada persona en un Centro de Negocios?",
        answer=Answered(
            "La cuenta informa 245.523 horas y 29.332 personas asesoradas: unas 8,4 horas por "
            f"persona, en promedio. No informa cómo se reparten.{_MARK}",
            figures=(
                "centros-horas-de-asesoria-resultado", "centros-clientes-asesorados-resultado",
            ),
        ),
    ),
    Question(
        "abeja-monto",
        "¿Cuánto recibió en promedio cada persona en Capital Abeja Emprende?",
        days_ago=58, until="closed", sex="woman", region="13", unit="estudios",
        answered_in=15, served="yes", served_ago=41, supports=3, shown_name="Carla N.",
        about=f"{EDITION}programas/capital-abeja-emprende/",
        title="¿Cuánto recibió en promedio cada persona en Capital Abeja Emprende?",
        answer=Answered(
            "8.282 millones de pesos entre 1.955 personas: unos 4,2 millones en promedio. El 99 % "
            f"son mujeres; del 1 % no se informa.{_MARK}",
            figures=(
                "emprendimiento-capital-abeja-emprende-transferencias",
                "emprendimiento-capital-abeja-emprende-beneficiarios",
            ),
        ),
    ),
    Question(
        "abeja-monto-otra",
        "Postulé dos veces al Abeja. ¿De cuánto es el aporte, en promedio?",
        days_ago=55, until="grouped", sex="woman", region="13",
        served="partly", served_ago=40,
        about=f"{EDITION}programas/capital-abeja-emprende/",
        title="¿De cuánto es, en promedio, el aporte de Capital Abeja?",
        grouped_with="abeja-monto",
    ),
    Question(
        "los-lagos",
        "¿Cómo se repartió el Reactívate entre las provincias de Los Lagos?",
        days_ago=49, until="closed", sex="man", region="10", channel="paper", unit="operaciones",
        answered_in=20, served="yes", served_ago=26,
        about=f"{EDITION}cifras/fondos-los-lagos-total-beneficiarios/",
        title="¿Cómo se repartió el Reactívate entre las provincias de Los Lagos?",
        answer=Answered(
            "En la segunda convocatoria: Llanquihue, 126 personas; Chiloé, 105; Osorno, 72; "
            "Palena, 31. La tercera, de toda la región, apoyó a 446. En total, 780."
            f"\n\nLa respuesta va también por carta.{_MARK}",
            figures=("fondos-los-lagos-total-beneficiarios",),
        ),
    ),
    Question(
        "senas",
        "Observo que la cuenta dice cuántos cursos tienen lengua de señas, pero no cuáles.",
        days_ago=46, until="closed", sex="woman", kind="remark", region="05", unit="estudios",
        answered_in=23, served="partly", served_ago=20, supports=2,
        about=f"{EDITION}cifras/capacitacion-texto-cursos-senas/",
        title="La cuenta no dice qué cursos tienen lengua de señas",
        answer=Answered(
            "Acogemos su observación. Son 9 de 32 cursos, y la cuenta no los nombra: el detalle "
            f"debe estar junto a la cifra.{_MARK}",
            effect="accepts",
            figures=("capacitacion-texto-cursos-senas", "capacitacion-texto-cursos"),
        ),
    ),
    Question(
        "canales",
        "¿Son 32.683 o 80.404 las personas capacitadas? El documento da las dos cifras.",
        days_ago=41, until="closed", sex="man", region="13", unit="estudios",
        answered_in=18, served="yes", served_ago=20, supports=3, shown_name="Iván S.",
        about=f"{EDITION}cifras/capacitacion-texto-total/",
        title="¿Son 32.683 o 80.404 las personas capacitadas?",
        answer=Answered(
            "Son dos cosas distintas: 32.683 se capacitaron en el portal de internet y 80.404 por "
            f"todos los canales.{_MARK}",
            figures=("capacitacion-texto-capacitados", "capacitacion-texto-total"),
        ),
    ),
    Question(
        "aysen-turismo",
        "Sería bueno que la cuenta mostrara los resultados de cada comuna de Aysén.",
        days_ago=36, until="closed", sex="woman", kind="statement", region="11",
        unit="operaciones", answered_in=14, served="partly", served_ago=19,
        about=f"{EDITION}regiones/aysen/",
        title="Que la cuenta muestre los resultados de cada comuna de Aysén",
        answer=Answered(
            "No podemos acogerlo así: con fondos regionales hubo en Aysén dos programas, en Lago "
            "Verde (106 personas) y en Río Ibáñez (116), que son las 222 del total. De las demás "
            f"comunas no hay un resultado que separar.{_MARK}",
            effect="rejects",
            figures=("fondos-aysen-total-beneficiarios",),
        ),
    ),
)  # fmt: skip
